import { requestEvent } from '../../domain/campaign/request-sentence';
import { listWords } from '../../domain/list-name';
import { isTooLate, lateScoreText } from '../../domain/ticket/late-score';
import type { CsatPolicy } from '../../domain/ticket/outcome';
import type { TicketState } from '../../domain/ticket/state';
import { isUnheardOf } from '../../domain/ticket/status';
import { answerOf } from '../../domain/ticket/survey';
import { isWorthAWord, readWait } from '../../domain/ticket/waits';
import type { TicketNote } from '../../store/tickets/ticket-types';
import type { KeptDecision, RequestStory } from '../../store/campaigns/campaign-types';
import type { OutboxEntry } from '../../store/outbox/outbox-types';
import type { StoryEntry } from '../../../packages/sdk/contract/tickets';

/** Everything that is kept of watching one ticket. */
export interface TicketMaterial {
  readonly state: TicketState | null;
  readonly notes: readonly TicketNote[];
  /** Events of the timeline and the campaign. */
  readonly outbox: readonly OutboxEntry[];
  readonly decisions: readonly KeptDecision[];
  /** Campaigns that programs asked for because of it. */
  readonly requests: readonly RequestStory[];
  readonly csat: CsatPolicy;
  readonly publishedAt: string | null;
  /** What Brevo calls its lists, by number. */
  readonly listNames: Readonly<Record<string, string>>;
}

/** What was heard, read, decided and sent, oldest first. Names nobody. */
export function ticketEntries(material: TicketMaterial): StoryEntry[] {
  const { state, notes, outbox, decisions, requests, publishedAt } = material;
  const entries = [
    ...notes.filter((note) => !isOfRequest(note, requests)).flatMap(noteEntries),
    ...(state === null ? [] : readEntries(state)),
    ...outbox.flatMap((row) => outboxEntries(row, material.listNames)),
    ...decisions.map(decisionEntry),
    ...requestEntries(requests),
    ...(state === null ? [] : lateEntries(state, material)),
    ...(publishedAt === null ? [] : [entry(publishedAt, 'brevo', 'the customer’s contact: written')]),
  ];
  return entries.sort(byTime);
}

function byTime(one: StoryEntry, other: StoryEntry): number {
  return one.at < other.at ? -1 : one.at > other.at ? 1 : 0;
}

/** Campaigns that programs asked for, oldest first: what became of each, and why. */
export function requestEntries(requests: readonly RequestStory[]): StoryEntry[] {
  return requests
    .map(({ askedAt, settledAt, until, ...request }) => {
      const again =
        until === null ? '' : `; asked again ${formatTime(until)}${request.status === 'held' ? ' at the latest' : ''}`;
      return entry(settledAt ?? askedAt, 'sdk', `${requestEvent(request)}${again}`);
    })
    .sort(byTime);
}

/** What has become of a request by now is told by itself; its notes tell what was said of it before. */
function isOfRequest({ source, note }: TicketNote, requests: readonly RequestStory[]): boolean {
  // As an earlier release has noted it.
  const noted = note.replace(': sent, sent as ', ': sent as ');
  return source === 'sdk' && requests.some((request) => requestEvent(request) === noted);
}

type From = StoryEntry['from'];

function entry(at: string, from: From, what: string): StoryEntry {
  return { at, from, what, rules: [] };
}

const FROM_SOURCE: Readonly<Record<TicketNote['source'], From>> = {
  webhook: 'webhook',
  feed: 'feed',
  list: 'list',
  sdk: 'sdk',
  backfill: 'backfill',
  read: 'read',
  // The policy of another ticket of the same person.
  policy: 'ticket',
};

const REFRESH_REASONS: Readonly<Record<TicketNote['source'], string>> = {
  webhook: 'something happened',
  feed: 'something happened',
  sdk: 'asked to look',
  read: 'read',
  list: 'the list shows a change',
  backfill: 'it was open when the connector began',
  policy: 'another ticket of the person has changed',
};

function noteEntries({ at, source, note }: TicketNote): StoryEntry[] {
  const wait = source === 'read' ? readWait(note) : null;
  if (wait === null) return [entry(at, FROM_SOURCE[source], note === 'look again' ? REFRESH_REASONS[source] : note)];
  if (!isWorthAWord(at, wait)) return [];
  const { until, reason } = wait;
  const waits = until === null ? 'waits from here on' : `waited until ${formatTime(until)}`;
  return [entry(at, reason.startsWith('Brevo') ? 'brevo' : 'read', `${waits}: ${reason}`)];
}

function notFoundText(state: TicketState): string {
  return `Gorgias answers 404: it was deleted${isUnheardOf(state) ? ', or never was' : ''}`;
}

/** The state keeps the newest read of each kind. */
function readEntries(state: TicketState): StoryEntry[] {
  const { level, notFoundAt, mergedInto, skipped } = state;
  return [
    ...(level === null ? [] : [entry(level.readAt, 'read', levelText(level))]),
    ...(notFoundAt === null ? [] : [entry(notFoundAt, 'read', notFoundText(state))]),
    ...(mergedInto === null
      ? []
      : [entry(mergedInto.readAt, 'read', `Gorgias answers 301: merged into ticket ${String(mergedInto.ticketId)}`)]),
    ...(skipped === null || skipped.reasons.length === 0
      ? []
      : [entry(skipped.at, 'feed', `why there is no survey: ${skipped.reasons.join(' ')}`)]),
  ];
}

function levelText({ status, spam, trashedAt, snoozedUntil, updatedAt }: NonNullable<TicketState['level']>): string {
  const marks = [
    ...(spam ? ['spam'] : []),
    ...(trashedAt === null ? [] : ['in the trash']),
    ...(snoozedUntil === null ? [] : [`snoozed until ${formatTime(snoozedUntil)}`]),
  ];
  return `${[status, ...marks].join(', ')}; changed last ${formatTime(updatedAt)}`;
}

function outboxEntries(
  { name, send, state, reason, gate, gateAt, ...row }: OutboxEntry,
  names: TicketMaterial['listNames'],
): StoryEntry[] {
  const what = send === null ? `event ${name}` : `campaign ${name} ${way(send, names)}`;
  const isOpen = state === 'intended' || state === 'sending';
  return [
    // What was not let through says so at the moment at which it was refused, and goes on waiting.
    ...(isOpen && gate !== null && gateAt !== null ? [entry(gateAt, 'policy', `${what}: kept back, ${gate}`)] : []),
    entry(
      row.settledAt ?? row.triedAt ?? (send === null ? row.happenedAt : row.intendedAt),
      'brevo',
      `${what}: ${answer(state, reason)}`,
    ),
  ];
}

function way(send: NonNullable<OutboxEntry['send']>, names: TicketMaterial['listNames']): string {
  if ('event' in send) return `by event ${send.event}`;
  if ('templateId' in send) return `by template ${String(send.templateId)}`;
  return `by list ${typeof send.listId === 'number' ? listWords([send.listId], names) : send.listId}`;
}

function answer(state: OutboxEntry['state'], reason: string | null): string {
  switch (state) {
    case 'intended':
      return 'written down, not sent yet';
    case 'sending':
      return 'being sent; whether Brevo has it is not known yet';
    case 'sent':
      return `accepted by Brevo${reason === null ? '' : `, ${reason}`}`;
    case 'refused':
      return `not sent: ${reason ?? 'refused by Brevo'}`;
    case 'unknown':
      return reason ?? 'nobody knows whether Brevo has it';
    case 'given_up':
      return `not sent: ${reason ?? 'it may not be sent any more'}`;
  }
}

function decisionEntry({ askedAt, outcome, score, campaign, kind, why, rules }: KeptDecision): StoryEntry {
  const of = `${outcome.replace('_', ' ')}${score === null ? '' : ` with a score of ${String(score)}`}`;
  const decided = { send: 'send', wait: 'wait', held: 'hold back', skip: 'do not send' }[kind];
  const named = campaign === null ? 'no campaign' : `campaign ${campaign}`;
  const what = `${of}: ${named}, ${decided}${kind === 'send' ? '' : `: ${why}`}`;
  return { ...entry(askedAt, 'policy', what), rules: [...rules] };
}

/** A score after the end that it belongs to was decided without one. */
function lateEntries(
  state: TicketState,
  { decisions, csat }: Pick<TicketMaterial, 'decisions' | 'csat'>,
): StoryEntry[] {
  const answer = answerOf(state);
  if (answer === null) return [];
  const decision = decisions.findLast(({ closedAt }) => closedAt <= answer.at);
  if (decision === undefined || !isTooLate(decision, { at: answer.at, csat })) return [];
  return [entry(answer.at, 'policy', lateScoreText(decision.outcome, answer))];
}

function formatTime(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
}
