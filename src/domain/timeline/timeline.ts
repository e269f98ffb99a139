import { minutesBetween, type Timestamp } from '../timestamp';
import { statusOf } from '../ticket/status';
import type { TicketState, TimelineKind, PublishedEvent } from '../ticket/state';
import { answerOf, surveySentAt } from '../ticket/survey';
import { roundsOf } from '../ticket/closing-rounds';

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
export function dueEvents(state: TicketState, { account, publishFrom }: TimelineScope): readonly TimelineEvent[] {
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
  { happenings, published }: { happenings: readonly Happening[]; published: readonly PublishedEvent[] },
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

/** Something that happened to the ticket and belongs on the timeline, as the facts known so far prove it. */
interface Happening {
  readonly kind: TimelineKind;
  readonly at: Timestamp;
  /** False: only that it happened by then is known. */
  readonly exact: boolean;
  /** The moments that it is known by. Better facts may move `at`, but never take one of these away. */
  readonly witnesses: readonly Timestamp[];
}

/** Everything that is proved, oldest first within each kind. Opening and survey come once in a ticket's life. */
function happeningsOf(state: TicketState): readonly Happening[] {
  const { closings, reopenings } = roundsOf(state);
  return [
    ...once('opened', state.level?.createdAt ?? state.marks['ticket-created']?.at),
    ...closings.map(({ at, witnesses }): Happening => ({ kind: 'resolved', at, exact: true, witnesses })),
    ...reopenings.map(({ of, at, exact }): Happening => {
      return { kind: 'reopened', at, exact, witnesses: of?.witnesses ?? [at] };
    }),
    ...once('survey_sent', surveySentAt(state)),
    ...once('survey_answered', answerOf(state)?.at),
  ];
}

function once(kind: TimelineKind, at: Timestamp | null | undefined): readonly Happening[] {
  return at === null || at === undefined ? [] : [{ kind, at, exact: true, witnesses: [at] }];
}
