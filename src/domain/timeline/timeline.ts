import { happeningsOf, type Happening } from './happenings';
import { minutesBetween, type Timestamp } from '../timestamp';
import { statusOf } from '../ticket/status';
import { type TicketState, type TimelineKind, type PublishedEvent } from '../ticket/state';
import { answerOf } from '../ticket/survey';

export interface TimelineEvent extends PublishedEvent {
  /** `account/ticket/kind/ordinal`: stays with this happening once {@link markPublished} has kept it. */
  readonly key: string;
  /** False: only that it happened by then is known. */
  readonly exact: boolean;
  /** From opening to closing, whole minutes; only of `resolved`, and only once the opening is known. */
  readonly resolutionMinutes: number | null;
  /** Only of `survey_answered`. */
  readonly score: number | null;
}

export interface TimelineScope {
  readonly account: string;
  /** What happened before is from a time when nobody watched, and is not published. Null: everything is. */
  readonly publishFrom: Timestamp | null;
}

const KINDS: readonly TimelineKind[] = ['opened', 'resolved', 'reopened', 'survey_sent', 'survey_answered'];
const ONCE: readonly TimelineKind[] = ['opened', 'survey_sent', 'survey_answered'];
/** What nobody should see any more is not published late; it is after all when the ticket comes back. */
const SILENT: readonly string[] = ['unknown', 'spam', 'trashed', 'deleted', 'merged'];

/** The events that the facts prove and that were not published yet, in the order in which they happened. */
export function dueEvents(
  state: TicketState,
  { account, publishFrom: publishFrom }: TimelineScope,
): readonly TimelineEvent[] {
  if (SILENT.includes(statusOf(state).phase)) return [];
  const happenings = happeningsOf(state).filter(({ at }) => publishFrom === null || at >= publishFrom);
  return KINDS.flatMap((kind) => numbered(kind, { happenings, published: state.told }))
    .map(({ ordinal, happening }) => toEvent(state, { account, ordinal, happening }))
    .sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}

/** The state in which the event has its number for good. Keep it before sending: the number is the promise not to send twice. */
export function markPublished(state: TicketState, { kind, ordinal, at, of }: PublishedEvent): TicketState {
  const isKnown = state.told.some((published) => published.kind === kind && published.ordinal === ordinal);
  return isKnown ? state : { ...state, told: [...state.told, { kind, ordinal, at, of }] };
}

interface Numbered {
  readonly ordinal: number;
  readonly happening: Happening;
}

/**
 * The unpublished ones of a kind with the numbers that are still free. A happening that comes to light late, before a published one, must
 * not push that one's number on: it would be published again under another key, and the late one never.
 */
function numbered(
  kind: TimelineKind,
  { happenings, published: published }: { happenings: readonly Happening[]; published: readonly PublishedEvent[] },
): readonly Numbered[] {
  const publishedOfKind = published.filter((entry) => entry.kind === kind);
  const unpublished = withoutPublished(
    happenings.filter((happening) => happening.kind === kind),
    publishedOfKind,
  );
  const taken = new Set(publishedOfKind.map(({ ordinal }) => ordinal));
  let ordinal = 0;
  return unpublished.map((happening) => {
    do ordinal += 1;
    while (taken.has(ordinal));
    return { ordinal, happening };
  });
}

function withoutPublished(
  happenings: readonly Happening[],
  published: readonly PublishedEvent[],
): readonly Happening[] {
  const left = [...published];
  return happenings.filter((happening) => {
    const index = left.findIndex(
      ({ kind, of, at }) =>
        ONCE.includes(kind) || happening.witnesses.includes(of) || (happening.exact && happening.at === at),
    );
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

function toEvent(
  state: TicketState,
  { account, ordinal, happening }: Numbered & { readonly account: string },
): TimelineEvent {
  const { kind, at, exact, witnesses } = happening;
  const openedAt = state.level?.createdAt ?? state.marks['ticket-created']?.at;
  const minutes = openedAt === undefined ? null : minutesBetween(openedAt, at);
  return {
    key: `${account}/${String(state.ticketId)}/${kind}/${String(ordinal)}`,
    kind,
    ordinal,
    at,
    of: witnesses[0] ?? at,
    exact,
    resolutionMinutes: kind === 'resolved' ? minutes : null,
    score: kind === 'survey_answered' ? (answerOf(state)?.score ?? null) : null,
  };
}
