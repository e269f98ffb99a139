import { z } from 'zod';
import { parseJson } from '../http/json';
import { type HttpResponse } from '../http/types';

/** What an error body says, as far as it can be relied on. `text` may quote a person's e-mail or phone: compare it, never show it. */
export interface ErrorAnswer {
  readonly status: number;
  /** `duplicate_parameter`, …; null where there is none or where Brevo put a sentence there. */
  readonly code: string | null;
  readonly text: string;
  readonly duplicateIdentifiers: readonly string[];
}

const bodySchema = z.object({
  code: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  metadata: z
    .object({ duplicate_identifiers: z.array(z.string()) })
    .optional()
    .catch(undefined),
});

/** Only `message` is promised; some endpoints give a code alone. */
const ownBody = z.union([z.object({ message: z.string() }), z.object({ code: z.string() })]);

/**
 * Whether an error body is Brevo's own. Firewalls and gateways before its application answer with pages, plain text, nothing, or JSON of
 * another make.
 */
export function isOwnErrorAnswer(text: string): boolean {
  return ownBody.safeParse(parseJson(text)).success;
}

const CODE = /^[A-Za-z][A-Za-z_]{0,63}$/;

/** The names by which Brevo tells contacts apart. */
const IDENTIFIERS = ['SMS', 'WHATSAPP', 'LANDLINE_NUMBER', 'EXT_ID', 'EMAIL'] as const;

/** Reads `{code?, message, metadata?}`, of which only `message` is promised; Cloudflare's pages and empty bodies give an empty refusal. */
export function readErrorAnswer(response: Pick<HttpResponse, 'status' | 'text'>): ErrorAnswer {
  const body = bodySchema.safeParse(parseJson(response.text)).data;
  const text = body?.message ?? '';
  const listed = body?.metadata?.duplicate_identifiers.map((name) => name.toUpperCase());
  return {
    status: response.status,
    code: body?.code !== undefined && CODE.test(body.code) ? body.code : null,
    text,
    duplicateIdentifiers: known(listed ?? []).length === 0 ? named(text) : known(listed ?? []),
  };
}

function known(names: readonly string[]): readonly string[] {
  return IDENTIFIERS.filter((identifier) => names.includes(identifier));
}

/** "Unable to update contact, SMS is already associated with another Contact"; an older spelling says "associate". */
function named(text: string): readonly string[] {
  const subject = /^(.*?)\b(?:is|are) already associated?\b/i.exec(text)?.[1] ?? '';
  return IDENTIFIERS.filter((identifier) => new RegExp(`\\b${identifier}\\b`, 'i').test(subject));
}

/** A unique identifier that another contact holds, or an idempotency key that was used before. */
export function isDuplicate({ status, code, text }: ErrorAnswer): boolean {
  if (status !== 400 && status !== 409) return false;
  return code === 'duplicate_parameter' || /already associated?\b|contact already exists?\b/i.test(text);
}

/**
 * A mail that went out before. Each carries a key of its own, so a duplicate can only be the key; where Brevo names duplicates
 * `invalid_parameter`, as seen for contacts since May 2026, only the text tells.
 */
export function isReplay({ status, code, text }: ErrorAnswer): boolean {
  if (status !== 400 && status !== 409) return false;
  return code === 'duplicate_parameter' || code === 'duplicate_request' || (KEY.test(text) && USED_BEFORE.test(text));
}

const KEY = /\bidempotency[\s_-]?key\b/i;
const USED_BEFORE = /\balready\b|\bduplicated?\b|\b(?:was|been) used\b|\bused before\b|\bre-?used\b/i;

/** One bad phone number fails the whole contact. */
export function isInvalidPhone({ status, code, text }: ErrorAnswer): boolean {
  return status === 400 && (code === null || code === 'invalid_parameter') && /invalid phone number/i.test(text);
}

/** The 400 of a removal in which every contact is already out of the list, or unknown: after it, none of them is in the list. */
export function isAlreadyRemoved({ status, text }: ErrorAnswer): boolean {
  return status === 400 && /already removed from list/i.test(text);
}

/** "Attribute name must be unique". */
export function isAttributeTaken({ status, text }: ErrorAnswer): boolean {
  return status === 400 && /must be unique|already exists?/i.test(text);
}
