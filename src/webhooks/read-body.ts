/** What a webhook says that is of use: which ticket to refresh, and what the sender says happened. */
export type WebhookBody =
  { readonly ticketId: number; readonly trigger: string | null } | { readonly ignored: 'not_readable' | 'no_ticket' };

type Fields = Readonly<Record<string, unknown>>;

/** Words only, so that no address or name can slip into histories and logs as a trigger. */
const TRIGGER = /^[a-z][a-z0-9._-]{0,63}$/i;
const TICKET_ID = /^\d{1,16}$/;

/**
 * Reads what the merchant's template made (spec 12): `ticket_id`, `ticket.id` or `id`, a number or a string, as JSON or as a form. Gorgias
 * renders every value as text and a missing one as "" or "None" (gorgias-api.md 9.3). Everything else is a hint that nobody believes.
 */
export function readWebhookBody(body: Buffer, isForm: boolean): WebhookBody {
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  const fields = isForm ? formFields(text) : jsonFields(text);
  if (fields === null) return { ignored: 'not_readable' };
  const ticketId =
    positiveId(fields['ticket_id']) ?? positiveId(asFields(fields['ticket'])['id']) ?? positiveId(fields['id']);
  if (ticketId === null) return { ignored: 'no_ticket' };
  return { ticketId, trigger: triggerOf(fields['trigger']) ?? triggerOf(fields['type']) };
}

/** Null when it is no JSON. A string is read once more: that is what `"{{context}}"` becomes when it is quoted. */
function jsonFields(text: string): Fields | null {
  if (text.trim() === '') return {};
  const outer = parse(text);
  const value = typeof outer === 'string' ? (parse(outer) ?? outer) : outer;
  return value === undefined ? null : asFields(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function formFields(text: string): Fields {
  const form = new URLSearchParams(text);
  const id = form.get('ticket.id') ?? form.get('ticket[id]');
  return { ticket_id: form.get('ticket_id'), ticket: { id }, id: form.get('id'), trigger: form.get('trigger') };
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function positiveId(value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !TICKET_ID.test(text.trim())) return null;
  const id = Number(text);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}

function triggerOf(value: unknown): string | null {
  return typeof value === 'string' && TRIGGER.test(value) ? value : null;
}
