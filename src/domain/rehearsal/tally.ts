import type { Outcome } from '../ticket/state';
import type { Compared, DifferenceCause } from './compare-with-life';
import type { DecisionKind, RehearsedEnd, RehearsedPerson } from './rehearsal-types';

const MOST_EXAMPLES = 10;

/** `undecided`: nobody could know yet how it ended when the rehearsed time was over. */
export type TalliedKind = DecisionKind | 'undecided';

/** Ends of which the policy would have said the same. */
export interface TalliedDecision {
  readonly campaign: string | null;
  readonly kind: TalliedKind;
  /** The rule that decided; null: sent, or nothing is decided. */
  readonly by: RehearsedEnd['by'];
  readonly ends: number;
  /** Ids of tickets, ten at most. */
  readonly examples: readonly number[];
}

/** What one policy would have done, counted. */
export interface PolicyTally {
  /** Those of which it was known how they ended. */
  readonly ends: number;
  /** Ends of the other policy that were undone before they were known by this one; missing in reports of before. */
  readonly undone?: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly decisions: readonly TalliedDecision[];
  /** Campaigns by the day on which they would have left, UTC. */
  readonly sentByDay: Readonly<Record<string, number>>;
  /** Of those that would have been sent, the ones that another ticket held first. */
  readonly heldFirst: number;
  readonly people: number;
  /** People who would have had more than one campaign. */
  readonly peopleWithMore: number;
}

/** How far a rehearsal of today's policy and life agree. */
export interface Agreement {
  readonly compared: number;
  readonly differing: Readonly<Partial<Record<DifferenceCause, number>>>;
}

export const NOTHING_REHEARSED: PolicyTally = {
  ends: 0,
  outcomes: {},
  decisions: [],
  sentByDay: {},
  heldFirst: 0,
  people: 0,
  peopleWithMore: 0,
};

/**
 * The tally with the ends of one more person.
 *
 * @param undone how many ends the other policy came to know that were undone before this one could
 */
export function withPerson(tally: PolicyTally, { ends, undecided }: RehearsedPerson, undone = 0): PolicyTally {
  if (ends.length + undecided.length + undone === 0) return tally;
  const waiting = undecided.map(({ ticketId }) => ({ ticketId, campaign: null, kind: 'undecided', by: null }) as const);
  const sent = ends.filter(({ kind }) => kind === 'send');
  return {
    ends: tally.ends + ends.length,
    undone: (tally.undone ?? 0) + undone,
    outcomes: counted(
      tally.outcomes,
      ends.map(({ outcome }) => outcome),
    ),
    decisions: [...ends, ...waiting].reduce(withDecision, tally.decisions),
    sentByDay: counted(
      tally.sentByDay,
      sent.map(({ at }) => at.slice(0, 10)),
    ),
    heldFirst: tally.heldFirst + sent.filter(({ heldBy }) => heldBy !== null).length,
    people: tally.people + (sent.length > 0 ? 1 : 0),
    peopleWithMore: tally.peopleWithMore + (sent.length > 1 ? 1 : 0),
  };
}

/** The agreement with the ends of one more person. What nobody watched is held against nothing. */
export function withCompared(agreement: Agreement, compared: readonly Compared[]): Agreement {
  const watched = compared.filter(({ cause }) => cause !== 'before_installation');
  return {
    compared: agreement.compared + watched.length,
    differing: counted(
      agreement.differing,
      watched.flatMap(({ cause }) => cause ?? []),
    ),
  };
}

/** The same without these tickets among the examples: the counts tell of nobody. */
export function withoutExamples(tally: PolicyTally, ticketIds: ReadonlySet<number>): PolicyTally {
  const decisions = tally.decisions.map((decision) => ({
    ...decision,
    examples: decision.examples.filter((id) => !ticketIds.has(id)),
  }));
  return { ...tally, decisions };
}

function withDecision(
  known: readonly TalliedDecision[],
  { campaign, kind, by, ticketId }: Omit<TalliedDecision, 'ends' | 'examples'> & Pick<RehearsedEnd, 'ticketId'>,
): readonly TalliedDecision[] {
  const isOfThis = (one: TalliedDecision): boolean => one.campaign === campaign && one.kind === kind && one.by === by;
  if (!known.some(isOfThis)) return [...known, { campaign, kind, by, ends: 1, examples: [ticketId] }];
  return known.map((one) =>
    isOfThis(one) ? { ...one, ends: one.ends + 1, examples: [...one.examples, ticketId].slice(0, MOST_EXAMPLES) } : one,
  );
}

function counted<Key extends string>(
  counts: Readonly<Partial<Record<Key, number>>>,
  keys: readonly Key[],
): Record<Key, number> {
  const total: Partial<Record<Key, number>> = { ...counts };
  for (const key of keys) total[key] = (total[key] ?? 0) + 1;
  return total as Record<Key, number>;
}
