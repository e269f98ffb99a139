import type { Rehearsal } from '../../../../packages/sdk/contract/rehearsals';
import type { LatestRun } from '../../../control/control';
import { NOTHING_REHEARSED, type PolicyTally, type TalliedDecision } from '../../../domain/rehearsal/tally';
import type { RehearsalRow, StoreReach } from '../../../store/rehearsals/rehearsal-types';
import { type Newest, stateOfReport } from '../../report-state';
import { causeText, reasonText } from './rehearsal-texts';

const MOST_EXAMPLES = 10;
const A_DAY = 10;

interface Found {
  readonly account: string;
  readonly id: string;
  /** Null: its workflow has not come to write it yet. */
  readonly row: RehearsalRow | null;
  readonly newest: Newest<LatestRun>;
}

/** What Temporal says of this one's workflow; null: it knows of another one only, or is away. */
export function runOf(id: string, newest: Newest<LatestRun>): LatestRun | null {
  return newest !== 'away' && newest?.runId === id ? newest : null;
}

export function reportOf({ account, id, row, newest }: Found): Rehearsal {
  const run = runOf(id, newest);
  const isFinished = row !== null && row.finishedAt !== null;
  const state = stateOfReport({ id, kept: isFinished ? 'completed' : 'running' }, newest);
  const { tally = NO_TALLY, lastId = 0, position = 0, reach = null } = row ?? {};
  return {
    account,
    id,
    state,
    percent: state === 'completed' ? 100 : lastId === 0 ? 0 : Math.min(99, Math.floor((100 * position) / lastId)),
    failure: state === 'failed' ? (run?.failure ?? 'its workflow was ended from outside') : null,
    since: row?.from ?? '',
    until: row?.until ?? '',
    startedAt: row?.startedAt ?? run?.startedAt ?? '',
    finishedAt: row?.finishedAt ?? null,
    today: policyView(tally.today),
    proposed: tally.proposed === null ? null : policyView(tally.proposed),
    changed: tally.changed,
    agreement: agreementView(tally),
    reach: reach === null || row === null ? null : reachView(reach, row.from),
  };
}

const NO_TALLY: RehearsalRow['tally'] = {
  today: NOTHING_REHEARSED,
  proposed: null,
  changed: 0,
  agreement: { compared: 0, differing: {} },
};

function policyView({
  decisions,
  sentByDay,
  outcomes,
  ends,
  heldFirst,
  people,
  peopleWithMore,
  undone,
}: PolicyTally): Rehearsal['today'] {
  const sum = (...kinds: readonly TalliedDecision['kind'][]): number =>
    decisions.reduce((total, { kind, ends: some }) => total + (kinds.includes(kind) ? some : 0), 0);
  const [busiest] = Object.entries(sentByDay).sort(([day, sent], [other, more]) =>
    more === sent ? day.localeCompare(other) : more - sent,
  );
  const sorted = decisions.toSorted((one, other) => other.ends - one.ends);
  return {
    ends,
    outcomes: { ...outcomes },
    sent: sum('send'),
    heldFirst,
    pending: sum('wait', 'held'),
    skipped: sum('skip'),
    undecided: sum('undecided'),
    undone: undone ?? 0,
    people,
    peopleWithMore,
    busiestDay: busiest === undefined ? null : { day: busiest[0], sent: busiest[1] },
    decisions: sorted.map(({ campaign, kind, by, ends: some, examples }) => ({
      campaign,
      kind,
      rule: by,
      reason: reasonText(kind, by),
      ends: some,
      examples: [...examples],
    })),
    examples: examplesOf(sorted),
  };
}

/** One of each reason in turn, until there are ten. */
function examplesOf(decisions: readonly TalliedDecision[]): number[] {
  const turns = Array.from({ length: MOST_EXAMPLES }, (_, turn) =>
    decisions.flatMap(({ examples }) => examples[turn] ?? []),
  );
  return [...new Set(turns.flat())].slice(0, MOST_EXAMPLES);
}

function agreementView({ agreement: { compared, differing } }: RehearsalRow['tally']): Rehearsal['agreement'] {
  const causes = Object.entries(differing).map(([cause, ends]) => ({ cause, meaning: causeText(cause), ends }));
  const different = causes.reduce((total, { ends }) => total + ends, 0);
  return { compared, same: compared - different, differing: causes.sort((one, other) => other.ends - one.ends) };
}

function reachView(
  { isSynced, ticketsSince, followedSince, more }: StoreReach,
  from: string,
): NonNullable<Rehearsal['reach']> {
  const day = (at: string): string => at.slice(0, A_DAY);
  const followed =
    from < followedSince ? ` Before ${day(followedSince)} only the last closing of each ticket is known.` : '';
  const price =
    more === null
      ? ''
      : ` Reading ${String(more.days)} days more costs about ${String(more.requests)} requests, ${String(more.minutes)} minutes.`;
  const known = !isSynced
    ? 'No full sync of tickets has come to its end yet; `tajo connectors plan gorgias` says what one costs.'
    : ticketsSince === null
      ? 'Every ticket is known.'
      : `Tickets that changed since ${day(ticketsSince)} are known.${price}`;
  return { sentence: `${known}${followed}`, ticketsSince, followedSince, more };
}
