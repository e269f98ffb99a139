import type { FeedEvent } from '../records';
import type { Timestamp } from '../timestamp';

/** One run of a rule, or one use of a macro, as an event of the feed tells it. */
export interface AutomationRun {
  readonly eventId: number;
  readonly kind: 'rule' | 'macro';
  /** Id in Gorgias, or the name where the event has no id. */
  readonly ref: string;
  readonly name: string;
  readonly at: Timestamp;
  /** Shared by everything that one cause has led to; null: the event has none, or names its ticket itself. */
  readonly context: string | null;
  readonly ticketId: number | null;
  readonly failures: readonly FailedAction[];
}

export interface FailedAction {
  readonly action: string;
  readonly reason: string;
}

/** The types that tell of automations. */
export const AUTOMATION_TYPES = ['rule-executed', 'macro-applied'] as const;

/**
 * Reads a `rule-executed` or `macro-applied` event; null for every other. The shape of the latter is not established (gorgias-api.md 3.18),
 * so id and name are looked for wherever they might be.
 */
export function automationRun(event: FeedEvent): AutomationRun | null {
  const kind = event.type === 'rule-executed' ? 'rule' : event.type === 'macro-applied' ? 'macro' : null;
  if (kind === null) return null;
  const data = event.data ?? {};
  const about = isObject(data[kind]) ? data[kind] : firstOf(data[`${kind}s`]);
  const isItself = event.objectType.toLowerCase() === kind;
  const id = idOf(data[`${kind}_id`] ?? about?.['id'] ?? data['id']) ?? (isItself ? String(event.objectId) : null);
  const name = textOf(data[`${kind}_name`] ?? about?.['name'] ?? data['name']);
  const ticketId = ticketOf(event, data);
  return {
    eventId: event.id,
    kind,
    ticketId,
    at: event.createdAt,
    ref: id ?? name ?? 'unknown',
    name: name ?? (id === null ? `unknown ${kind}` : `${kind} ${id}`),
    context: ticketId === null ? event.context : null,
    failures: failuresOf(data['failed_actions']),
  };
}

function ticketOf(event: FeedEvent, data: Fields): number | null {
  if (event.objectType === 'Ticket') return event.objectId;
  const ticket = isObject(data['ticket']) ? data['ticket']['id'] : data['ticket_id'];
  return typeof ticket === 'number' && Number.isSafeInteger(ticket) ? ticket : null;
}

function failuresOf(failed: unknown): readonly FailedAction[] {
  if (!Array.isArray(failed)) return [];
  return failed.filter(isObject).map((failure) => ({
    action: textOf(failure['action_name'] ?? failure['name']) ?? 'unknown action',
    reason: textOf(failure['failure_reason'] ?? failure['reason']) ?? 'no reason given',
  }));
}

type Fields = Readonly<Record<string, unknown>>;

function firstOf(list: unknown): Fields | null {
  const [first] = Array.isArray(list) ? list.filter(isObject) : [];
  return first ?? null;
}

function idOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 100) : null;
}

/** Names are the merchant's own; a reason is cut, it may quote what the action was given. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : null;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
