import { type z } from 'zod';
import { describeIssues } from '../http/issues';
import { parseJson } from '../http/json';
import { type HttpRequest, type HttpResponse, type Transport } from '../http/types';
import { answerFromElsewhere, brevoError, unreadableAnswer } from './errors';
import { type BrevoGroup } from './limits';
import { readErrorAnswer, type ErrorAnswer } from './error-answer';

type BrevoRequest = Omit<HttpRequest, 'group'> & { readonly group: BrevoGroup };

/** What the calls of each resource are built from: one request, its answer checked. All throw as `BrevoClient` says. */
export interface BrevoApi {
  /** The body of a success, read by `schema`. */
  read<T>(schema: z.ZodType<T>, request: BrevoRequest): Promise<T>;
  /** A success whose content is of no interest, or a refusal that `tolerated` takes as an outcome: then 'tolerated'. */
  write(request: BrevoRequest, tolerated?: (answer: ErrorAnswer) => boolean): Promise<'done' | 'tolerated'>;
  /** Like `read`, for writes whose success may have no body: then null. */
  readOptional<T>(schema: z.ZodType<T>, request: BrevoRequest): Promise<{ status: number; body: T | null }>;
}

export function createBrevoApi(transport: Transport): BrevoApi {
  async function readOptional<T>(
    schema: z.ZodType<T>,
    request: BrevoRequest,
  ): Promise<{ response: HttpResponse; body: T | null }> {
    const response = await transport(request);
    if (!isSuccess(response)) throw brevoError(request, response);
    const body = bodyOf(request, response);
    return { response, body: body === undefined ? null : parse(schema, body, { request, response }) };
  }

  return {
    async read(schema, request) {
      const { response, body } = await readOptional(schema, request);
      if (body === null) throw answerFromElsewhere(request, response);
      return body;
    },
    async readOptional(schema, request) {
      const { response, body } = await readOptional(schema, request);
      return { status: response.status, body };
    },
    async write(request, tolerated) {
      const response = await transport(request);
      if (!isSuccess(response)) {
        if (tolerated?.(readErrorAnswer(response)) === true) return 'tolerated';
        throw brevoError(request, response);
      }
      bodyOf(request, response);
      return 'done';
    },
  };
}

/** Any 2xx: recordings show 200 where the documents say 201. */
function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

/**
 * The JSON of a success; undefined for Brevo's own empty ones, which are 204. Some proxies answer 200 with a page of their own, or with
 * nothing: then Brevo has not seen the request, and a write that was believed would be lost.
 */
function bodyOf(request: BrevoRequest, response: HttpResponse): unknown {
  if (response.text.trim() === '') {
    if (response.status === 200) throw answerFromElsewhere(request, response);
    return undefined;
  }
  const body = parseJson(response.text);
  if (body === undefined) throw answerFromElsewhere(request, response);
  return body;
}

function parse<T>(
  schema: z.ZodType<T>,
  body: unknown,
  { request, response }: { request: BrevoRequest; response: HttpResponse },
): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw unreadableAnswer(request, response, describeIssues(parsed.error));
  return parsed.data;
}
