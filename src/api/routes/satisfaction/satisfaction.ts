import { beginningOf, beginningsIn, type Period, type PeriodUnit } from '../../../domain/period/period';
import type { ScoreCount, ScoreDimension } from '../../../store/satisfaction/satisfaction-types';
import { listScores, readSatisfaction, type Satisfaction } from '../../../../packages/sdk/contract/satisfaction';
import { chooseAccount } from '../../accounts';
import { implement } from '../../operation';
import { askedPeriod, cursorOf, nextOf } from '../../period';

type Scores = Pick<Satisfaction, 'responses' | 'average' | 'scores'>;

const WORST_TO_BEST = [1, 2, 3, 4, 5] as const;

export const satisfactionOperations = {
  readSatisfaction: implement(readSatisfaction, async ({ query }, { store, csatOf }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { unit, top } = query;
    const period = askedPeriod(query);
    const counts = await store.satisfactions.count(account, period, csatOf(account).waitMs);
    const { sent, answered } = await store.satisfactions.sent(account, period);
    const of = (by: ScoreDimension): readonly ScoreCount[] => counts.filter((count) => count.by === by);
    return {
      account,
      ...period,
      ...scoresOf(of('day')),
      late: scoresOf(of('late')).responses,
      sent,
      answered,
      unit,
      series: seriesOf(of('day'), period, unit),
      channels: groupsOf(of('channel'), top),
      tags: groupsOf(of('tag'), top),
      agents: groupsOf(of('agent'), top),
    };
  }),

  listScores: implement(listScores, async ({ query }, { store, csatOf }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { after, late, ...wanted } = query;
    const period = askedPeriod(query);
    const scores = await store.satisfactions.scores(account, period, {
      ...wanted,
      late: late === undefined ? undefined : late === 'true',
      before: cursorOf(after),
      waitMs: csatOf(account).waitMs,
    });
    const last = scores.at(-1);
    const page = { length: scores.length, limit: query.limit };
    return { account, ...period, scores, next: nextOf(page, last && { at: last.scoredAt, id: last.surveyId }) };
  }),
};

function scoresOf(counts: readonly ScoreCount[]): Scores {
  const times = (wanted: number): number =>
    counts.reduce((sum, { score, responses }) => (score === wanted ? sum + responses : sum), 0);
  const [one, two, three, four, five] = [times(1), times(2), times(3), times(4), times(5)];
  const scores: Scores['scores'] = [one, two, three, four, five];
  const responses = one + two + three + four + five;
  const total = WORST_TO_BEST.reduce((sum, score) => sum + score * times(score), 0);
  return { responses, average: responses === 0 ? null : Math.round((total / responses) * 100) / 100, scores };
}

function seriesOf(counts: readonly ScoreCount[], period: Period, unit: PeriodUnit): Satisfaction['series'] {
  const parts = grouped(counts, ({ value }) => beginningOf(value ?? period.from, unit));
  return beginningsIn(period, unit).map((at) => ({ at, ...scoresOf(parts.get(at) ?? []) }));
}

/** Those with most scores. */
function groupsOf(counts: readonly ScoreCount[], top: number): Satisfaction['channels'] {
  const groups = [...grouped(counts, ({ value }) => value)].map(([value, own]) => ({
    value,
    name: own.find(({ name }) => name !== null)?.name ?? value,
    ...scoresOf(own),
  }));
  return groups.sort((one, two) => two.responses - one.responses).slice(0, top);
}

function grouped<Key>(
  counts: readonly ScoreCount[],
  keyOf: (count: ScoreCount) => Key,
): ReadonlyMap<Key, readonly ScoreCount[]> {
  const groups = new Map<Key, ScoreCount[]>();
  for (const count of counts) {
    const key = keyOf(count);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [count]);
    else group.push(count);
  }
  return groups;
}
