import type { Compared } from '../../domain/rehearsal/compare-with-life';
import type { KeptEnd, RehearsedEnd, RehearsedPerson, UndecidedEnd } from '../../domain/rehearsal/rehearsal-types';
import type { Timestamp } from '../../domain/timestamp';
import type { KeptRehearsal, LifeDecision, RehearsedRow } from '../../store/rehearsals/rehearsal-types';

interface Answers {
  /** Today's policy beside life, with each end that either of them knows. */
  readonly compared: readonly Compared[];
  readonly today: RehearsedPerson;
  /** Null: no other policy is rehearsed. */
  readonly proposed: RehearsedPerson | null;
  /** When the rehearsed time was over. */
  readonly until: Timestamp;
}

/** One row for each end of a ticket that today's policy, the proposed one or life has answered, or that a policy could not answer yet. */
export function rowsOf({ compared, today, proposed, until }: Answers): readonly RehearsedRow[] {
  const todays = answersOf(today, until);
  const others = proposed === null ? null : answersOf(proposed, until);
  const known = new Map(compared.map((one) => [keyOf(one), one]));
  const ends = new Map(
    [...known, ...todays, ...(others ?? [])].map(([key, { ticketId, closedAt }]) => [key, { ticketId, closedAt }]),
  );
  return [...ends].map(([key, end]): RehearsedRow => {
    const { life = null, cause = null } = known.get(key) ?? {};
    const answers = { today: todays.get(key)?.kept ?? null, proposed: others?.get(key)?.kept ?? null };
    return {
      ...end,
      ...answers,
      life: life === null ? null : lifeOf(life),
      // What nobody watched is held against nothing.
      cause: cause === 'before_installation' ? null : cause,
      changed: others !== null && isChanged(answers.today, answers.proposed),
    };
  });
}

/** Of the ends that one of the two policies knows, how many were undone before the other one could know them too. */
export function undoneIn(rows: readonly RehearsedRow[]): { readonly today: number; readonly proposed: number } {
  const changed = rows.filter((row) => row.changed);
  return {
    today: changed.filter(({ today }) => today === null).length,
    proposed: changed.filter(({ proposed }) => proposed === null).length,
  };
}

interface KeptAnswer {
  readonly ticketId: number;
  readonly closedAt: Timestamp;
  readonly kept: KeptRehearsal;
}

function answersOf({ ends, undecided }: RehearsedPerson, until: Timestamp): ReadonlyMap<string, KeptAnswer> {
  const all: readonly KeptAnswer[] = [
    ...ends.map((end) => ({ ...nameOf(end), kept: keptOf(end) })),
    ...undecided.map((end) => ({ ...nameOf(end), kept: undecidedOf(end, until) })),
  ];
  return new Map(all.map((one) => [keyOf(one), one]));
}

function nameOf({ ticketId, closedAt }: UndecidedEnd | RehearsedEnd): Pick<KeptAnswer, 'ticketId' | 'closedAt'> {
  return { ticketId, closedAt };
}

function undecidedOf({ until }: UndecidedEnd, at: Timestamp): KeptRehearsal {
  const nothing = { outcome: null, score: null, campaign: null, by: null, heldBy: null } as const;
  return { ...nothing, kind: 'undecided', why: 'nobody can know yet how it ended', at, dueAt: until };
}

function keyOf({ ticketId, closedAt }: Pick<KeptAnswer, 'ticketId' | 'closedAt'>): string {
  return `${String(ticketId)} ${closedAt}`;
}

function keptOf({ outcome, score, campaign, kind, by, why, at, dueAt, heldBy }: RehearsedEnd): KeptRehearsal {
  return { outcome, score, campaign, kind, by, why, at, dueAt, heldBy };
}

function lifeOf({ outcome, campaign, kind, by, why, askedAt }: KeptEnd): LifeDecision {
  return { outcome, campaign, kind, by, why, at: askedAt };
}

/** The same campaign at another hour is the same decision. */
function isChanged(one: KeptRehearsal | null, other: KeptRehearsal | null): boolean {
  if (one === null || other === null) return one !== other;
  const isSame = one.kind === other.kind && one.campaign === other.campaign && one.by === other.by;
  return !isSame || one.outcome !== other.outcome;
}
