import type { Outcome } from '../ticket/state';
import type { Compared, DifferenceCause } from './compare-with-life';
import type { RehearsedEnd } from './rehearsal-types';

const MOST_EXAMPLES = 10;

/** Ends of which the policy would have said the same. */
export interface TalliedDecision {
  readonly campaign: string | null;
  readonly kind: RehearsedEnd['kind'];
  /** The rule that decided; null: sent. */
  readonly by: RehearsedEnd['by'];
  readonly ends: number;
  /** Ids of tickets, ten at most. */
  readonly examples: readonly number[];
}

/** What one policy would have done, counted. */
export interface PolicyTally {
  readonly ends: number;
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

/** The tally with the ends of one more person. */
export function withPerson(tally: PolicyTally, ends: readonly RehearsedEnd[]): PolicyTally {
  if (ends.length === 0) return tally;
  const sent = ends.filter(({ kind }) => kind === 'send');
  return {
    ends: tally.ends + ends.length,
    outcomes: counted(
      tally.outcomes,
      ends.map(({ outcome }) => outcome),
    ),
    decisions: ends.reduce(withDecision, tally.decisions),
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
  { campaign, kind, by, ticketId }: RehearsedEnd,
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
