import { type HttpSettings } from '../../world/records';
import { isWholeContext, renderForm, type TemplateContext } from './template';

/** One call as it goes over the wire. */
export interface Call {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty: none. */
  readonly body: string;
}

const WITHOUT_BODY: readonly string[] = ['GET', 'HEAD'];

/** The owner's template becomes a body, pairs of a body, or pairs of a query (gorgias-api.md 9.3). */
export function createCall(http: HttpSettings, context: TemplateContext): Call {
  const { url, method, form, headers, request_content_type: type } = http;
  const fixed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (form === null) return { url, method, headers: fixed, body: '' };
  if (WITHOUT_BODY.includes(method)) return { url: withQuery(url, form, context), method, headers: fixed, body: '' };
  const all = { 'content-type': type, ...fixed };
  if (type === 'application/x-www-form-urlencoded') {
    return { url, method, headers: all, body: pairsOf(form, context).toString() };
  }
  const value = isWholeContext(form) ? context : renderForm(form, context);
  return { url, method, headers: all, body: JSON.stringify(value) };
}

function withQuery(url: string, form: unknown, context: TemplateContext): string {
  const target = new URL(url);
  for (const [name, value] of pairsOf(form, context)) target.searchParams.append(name, value);
  return target.href;
}

function pairsOf(form: unknown, context: TemplateContext): URLSearchParams {
  const rendered = renderForm(form, context);
  if (typeof rendered !== 'object' || rendered === null) return new URLSearchParams();
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(rendered)) {
    pairs.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return pairs;
}

/** The sandbox calls this machine only: a made-up helpdesk must not reach a stranger. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
