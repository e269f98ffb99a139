import { z } from 'zod';
import { parseJson } from '../http/json';

/** A name of one of our own parameters or body fields; anything else in an error body may be a person's. */
const FIELD_NAME = /^[a-z][a-z0-9_.[\]]{0,63}$/;

/** `{"error":{"msg":…,"data":{field:[…]}}}`; `data` is optional and may be a list, `error` may be a bare string, the body may be HTML. */
const refusalSchema = z.object({ error: z.object({ data: z.record(z.string(), z.unknown()) }) });

/** The fields that Gorgias complains about; the texts beside them may repeat what was sent and are left out. */
export function refusedFields(text: string): readonly string[] {
  const refusal = refusalSchema.safeParse(parseJson(text)).data;
  return Object.keys(refusal?.error.data ?? {}).filter((name) => FIELD_NAME.test(name));
}

/** True for a page instead of the API's JSON, as a proxy, a login page or an unknown host sends it. */
export function looksLikeHtml(text: string): boolean {
  return text.trimStart().startsWith('<');
}
