import { z } from 'zod';
import { parseJson } from '../http/json';

/** A name of one of our own parameters or body fields; anything else in an error body may be a person's. */
const FIELD_NAME = /^[a-z][a-z0-9_.[\]]{0,63}$/;

/** `{"error":{"msg":…,"data":{field:[…]}}}`; `data` is optional and may be a list, `error` may be a bare string, the body may be HTML. */
const errorAnswerSchema = z.object({ error: z.object({ data: z.record(z.string(), z.unknown()) }) });

/** The fields that Gorgias complains about; the texts beside them may repeat what was sent and are left out. */
export function refusedFields(text: string): readonly string[] {
  const answer = errorAnswerSchema.safeParse(parseJson(text)).data;
  return Object.keys(answer?.error.data ?? {}).filter((name) => FIELD_NAME.test(name));
}

/** `error` is an object or a text; of both nothing more is promised (gorgias-api.md 8.1). */
const ownBody = z.object({ error: z.union([z.looseObject({}), z.string()]) });

/** Whether an error body is the API's own, and not that of a gateway, a firewall or another service at this address. */
export function isOwnErrorAnswer(text: string): boolean {
  return ownBody.safeParse(parseJson(text)).success;
}

/** True for a page instead of the API's JSON, as a proxy, a login page or an unknown host sends it. */
export function isHtml(text: string): boolean {
  return text.trimStart().startsWith('<');
}
