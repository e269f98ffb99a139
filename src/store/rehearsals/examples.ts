import { type PolicyTally, withoutExamples } from '../../domain/rehearsal/tally';
import type { Db } from '../database/connection';
import { jsonText } from '../database/values';
import type { RehearsalTally } from './rehearsal-types';

/** Ids of tickets that a report gives as examples. */
export function examplesOf({ today, proposed }: RehearsalTally): readonly number[] {
  const decisions = [today, proposed].flatMap((tally) => tally?.decisions ?? []);
  return [...new Set(decisions.flatMap(({ examples }) => examples))];
}

export function withoutTickets(tally: RehearsalTally, ticketIds: ReadonlySet<number>): RehearsalTally {
  const without = (one: PolicyTally): PolicyTally => withoutExamples(one, ticketIds);
  const { today, proposed } = tally;
  return { ...tally, today: without(today), proposed: proposed === null ? null : without(proposed) };
}

/** Takes an erased person's tickets out of the reports that are kept: ten at most (`rehearsals.forgetOld`). */
export async function forgetExamples(tx: Db, account: string, ticketIds: readonly number[]): Promise<void> {
  const gone = new Set(ticketIds);
  for (const { id, tally } of await tx.query<{ id: string; tally: RehearsalTally }>(TALLIES, [account])) {
    if (!examplesOf(tally).some((ticketId) => gone.has(ticketId))) continue;
    await tx.query(KEEP, [account, id, jsonText(withoutTickets(tally, gone))]);
  }
}

const TALLIES = 'select id, tally from rehearsals where account = $1 order by id for update';

const KEEP = 'update rehearsals set tally = $3::jsonb where account = $1 and id = $2';
