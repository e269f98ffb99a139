import type { Compared } from '../../domain/rehearsal/compare-with-life';
import type { KeptEnd, RehearsedEnd } from '../../domain/rehearsal/rehearsal-types';
import type { KeptRehearsal, LifeDecision, RehearsedRow } from '../../store/rehearsals/rehearsal-types';

interface Answers {
  /** Today's policy beside life, with each end that either of them knows. */
  readonly compared: readonly Compared[];
  /** Null: no other policy is rehearsed. */
  readonly proposed: readonly RehearsedEnd[] | null;
}

/** One row for each end of a ticket that today's policy, the proposed one or life has answered. */
export function rowsOf({ compared, proposed }: Answers): readonly RehearsedRow[] {
  const others = new Map((proposed ?? []).map((end) => [keyOf(end), end]));
  const known = compared.map((one): RehearsedRow => {
    const other = others.get(keyOf(one)) ?? null;
    others.delete(keyOf(one));
    return {
      ticketId: one.ticketId,
      closedAt: one.closedAt,
      today: one.rehearsed === null ? null : keptOf(one.rehearsed),
      proposed: other === null ? null : keptOf(other),
      life: one.life === null ? null : lifeOf(one.life),
      // What nobody watched is held against nothing.
      cause: one.cause === 'before_installation' ? null : one.cause,
      changed: proposed !== null && isChanged(one.rehearsed, other),
    };
  });
  const added = [...others.values()].map((end): RehearsedRow => ({
    ticketId: end.ticketId,
    closedAt: end.closedAt,
    today: null,
    proposed: keptOf(end),
    life: null,
    cause: null,
    changed: true,
  }));
  return [...known, ...added];
}

function keyOf({ ticketId, closedAt }: Pick<RehearsedEnd, 'ticketId' | 'closedAt'>): string {
  return `${String(ticketId)} ${closedAt}`;
}

function keptOf({ outcome, score, campaign, kind, by, why, at, dueAt, heldBy }: RehearsedEnd): KeptRehearsal {
  return { outcome, score, campaign, kind, by, why, at, dueAt, heldBy };
}

function lifeOf({ outcome, campaign, kind, by, why, askedAt }: KeptEnd): LifeDecision {
  return { outcome, campaign, kind, by, why, at: askedAt };
}

/** The same campaign at another hour is the same decision. */
function isChanged(one: RehearsedEnd | null, other: RehearsedEnd | null): boolean {
  if (one === null || other === null) return one !== other;
  const isSame = one.kind === other.kind && one.campaign === other.campaign && one.by === other.by;
  return !isSame || one.outcome !== other.outcome;
}
