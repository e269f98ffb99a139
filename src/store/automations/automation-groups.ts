import type { Db } from '../database/connection';
import type { AutomationDimension, AutomationGroup } from './automation-types';
import { type Asked, runsWithin } from './runs-within';
import { csatOf, type Scores, scoresOf, ticketsWithin } from './tickets-within';

interface Counted extends Pick<AutomationGroup, 'value' | 'name' | 'tickets' | 'automatedTickets' | 'runs'> {
  readonly automated: Scores;
  readonly others: Scores;
}

/** The tickets that changed since, by agent, channel or week, and how satisfied customers were with and without automations. */
export async function automationGroups(
  db: Db,
  { by, ...asked }: Asked & { readonly by: AutomationDimension },
): Promise<readonly AutomationGroup[]> {
  const touched = new Map<number, number>();
  for (const { tickets } of await runsWithin(db, asked))
    for (const [id, runs] of tickets) touched.set(id, (touched.get(id) ?? 0) + runs);
  const groups = new Map<string | null, Counted>();
  for await (const { value, name, tickets, scored } of ticketsWithin(db, { ...asked, by }, touched.keys())) {
    const before = groups.get(value) ?? { value, name, tickets: 0, automatedTickets: 0, runs: 0, ...NO_SCORES };
    const runs = tickets.flatMap((id) => touched.get(id) ?? []);
    const scoresWhere = (isAutomated: boolean): number[] =>
      scored.flatMap(([id, score]) => (touched.has(id) === isAutomated ? score : []));
    groups.set(value, {
      value,
      name: (name ?? '') > (before.name ?? '') ? name : before.name,
      tickets: before.tickets + tickets.length,
      automatedTickets: before.automatedTickets + runs.length,
      runs: runs.reduce((sum, one) => sum + one, before.runs),
      automated: together(before.automated, scoresOf(scoresWhere(true))),
      others: together(before.others, scoresOf(scoresWhere(false))),
    });
  }
  return shown([...groups.values()], by).map(({ automated, others, ...group }) => ({
    ...group,
    csatWith: csatOf(automated),
    csatWithout: csatOf(others),
  }));
}

const NO_SCORES = { automated: { responses: 0, scores: 0 }, others: { responses: 0, scores: 0 } };
const MOST_GROUPS = 100;

function together(one: Scores, other: Scores): Scores {
  return { responses: one.responses + other.responses, scores: one.scores + other.scores };
}

/** The newest weeks in turn, those of which no week is known before them; else the largest groups first. */
function shown(groups: readonly Counted[], by: AutomationDimension): readonly Counted[] {
  const byValue = [...groups].sort(({ value: one }, { value: other }) => ((one ?? LAST) < (other ?? LAST) ? -1 : 1));
  if (by !== 'week') return byValue.sort((one, other) => other.tickets - one.tickets).slice(0, MOST_GROUPS);
  const weeks = byValue.slice(-MOST_GROUPS);
  return [...weeks.filter(({ value }) => value === null), ...weeks.filter(({ value }) => value !== null)];
}

/** Sorts behind every value. */
const LAST = '\uffff';
