/**
 * In a fresh clone jest knows no times and begins with the largest files, so that the longest tests, which are none of these, end alone on one
 * processor. Minutes first, then as jest would.
 */
const LONGEST = [
  'live/outbox-model',
  'faults/kill',
  'faults/every-answer',
  'faults/broken-answers',
  'faults/odd-records',
  'live/permission/mail',
  'live/permission/people',
  'live/outcome-table',
  'end-to-end/npm-start',
  'end-to-end/examples',
  'live/permission/switches',
  'live/any-order',
  'faults/limits',
  'activities/cleared-values',
  'activities/proved-values',
  'live/chaos',
  'live/permission/lost-waits',
  'workflows/time',
  'end-to-end/sandbox-then-real',
  'faults/lists',
  'blind/canary',
  'dev/postgres/start-postgres',
  'faults/refused-records',
  'faults/refused-keys',
];

module.exports = class LongestFirst {
  sort(tests) {
    const sizeOf = ({ path, context }) => context.hasteFS.getSize(path) ?? 0;
    const rankOf = ({ path }) => {
      const rank = LONGEST.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
      return rank === -1 ? LONGEST.length : rank;
    };
    return [...tests].sort((one, other) => rankOf(one) - rankOf(other) || sizeOf(other) - sizeOf(one));
  }

  shard(tests) {
    return tests;
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
};
