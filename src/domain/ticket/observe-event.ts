import { type FeedEvent } from '../records';
import { newestMark, withTime } from './join-facts';
import { MARK_TYPES, type Mark, type MarkType, type TicketHistory, type TicketState } from './state';

const REASONS_KEPT = 5;
const REASON_LENGTH = 200;

/** Which events leave their moment in the history, beside being the newest of their type. */
const HISTORY_OF: Partial<Record<MarkType, keyof TicketHistory>> = {
  'ticket-closed': 'closedByEvent',
  'ticket-reopened': 'reopened',
  'ticket-snoozed': 'snoozed',
  'ticket-self-unsnoozed': 'woken',
};

/**
 * The state with one more event of the feed. Types that say nothing about how the ticket stands change nothing: they are only a reason to
 * read it again. `ticket-merged` is one of them, it hangs on the survivor; who was merged away is told by the 301.
 */
export function observeEvent(state: TicketState, event: FeedEvent): TicketState {
  const mark = { at: event.createdAt, id: event.id };
  switch (event.type) {
    case 'ticket-customer-updated':
      return observeMove(state, event, mark);
    case 'ticket-satisfaction-survey-skipped':
      return { ...state, skipped: newestMark(state.skipped, { ...mark, reasons: reasonsOf(event.data) }) };
    case 'satisfaction-survey-responded':
      return { ...state, responded: newestMark(state.responded, { ...mark, score: scoreOf(event.data) }) };
    default:
      return isMarkType(event.type) ? observeMark(state, event.type, mark) : state;
  }
}

function observeMark(state: TicketState, type: MarkType, mark: Mark): TicketState {
  const marked = { ...state, marks: { ...state.marks, [type]: newestMark(state.marks[type], mark) } };
  const kept = HISTORY_OF[type];
  if (kept === undefined) return marked;
  return { ...marked, history: { ...state.history, [kept]: withTime(state.history[kept], mark.at) } };
}

function observeMove(state: TicketState, event: FeedEvent, mark: Mark): TicketState {
  const customer = event.data?.['new_customer'];
  const customerId = typeof customer === 'object' && customer !== null && 'id' in customer ? customer.id : null;
  if (typeof customerId !== 'number') return state;
  return { ...state, movedTo: newestMark(state.movedTo, { ...mark, customerId }) };
}

/** 1 to 5; null when the event came without data, which Gorgias' own code expects (gorgias-api.md 3.18). */
function scoreOf(data: FeedEvent['data']): number | null {
  const score = data?.['score'];
  return typeof score === 'number' && score >= 1 && score <= 5 ? score : null;
}

function reasonsOf(data: FeedEvent['data']): readonly string[] {
  const reasons = data?.['reasons'];
  if (!Array.isArray(reasons)) return [];
  const sentences = reasons.filter((reason) => typeof reason === 'string');
  // By characters: half an emoji is no text any more.
  return sentences.slice(0, REASONS_KEPT).map((reason) => Array.from(reason).slice(0, REASON_LENGTH).join(''));
}

/** Event types that say something about a ticket beyond that it changed. */
export function isTicketFact(type: string): boolean {
  return isMarkType(type) || OTHER_TICKET_FACTS.includes(type);
}

const OTHER_TICKET_FACTS = ['ticket-customer-updated', 'ticket-satisfaction-survey-skipped', 'ticket-merged'];

function isMarkType(type: string): type is MarkType {
  return MARK_TYPES.some((known) => known === type);
}
