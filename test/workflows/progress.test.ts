import type { ReadResult, SyncSetup, WalkedResource } from '../../src/activities/types';
import type { SyncProgress } from '../../src/workflows/messages';
import { describeProgress } from '../../src/workflows/sync/progress';
import { initialProgress, type ProgressState } from '../../src/workflows/sync/progress-state';
import { detailsAfter } from '../../src/workflows/sync/share';
import { shownAt } from '../../src/workflows/sync/shown';
import { timestamp } from '../../src/domain/timestamp';

const AT = timestamp('2026-11-29T10:00:00Z');
const RATE = 2;
const PAGES = { tickets: 30, satisfaction_surveys: 4, customers: 15 } as const;
const DETAILS = 60;
/** So far a slice of them sees. */
const AHEAD = 12;
const MESSAGES = 3;
/** Until Brevo has confirmed the import of the details. */
const CONFIRMED_MS = 10_000;

/** How much a run reckons with: as much as there is, or so much more or less; null: nobody knows. */
type Reckoned = number | null;

const setup = (reckoned: Reckoned): SyncSetup => ({
  ...{ account: 'yourstore', runId: 'r', startedAt: AT, since: null, pageSize: 100, requestsPerSecond: RATE },
  ...{ dryRun: false, fields: [], enrichSince: AT, walks: ['tickets', 'satisfaction_surveys', 'customers'] },
  ...{ atOnce: 10, scheduledPerSecond: 0.1 },
  expectedRows:
    reckoned === null
      ? {}
      : {
          tickets: 2_950 * reckoned,
          satisfaction_surveys: 390 * reckoned,
          customers: 1_420 * reckoned,
          messages: 290 * reckoned,
        },
  expectedDetails: reckoned === null ? null : Math.round(DETAILS * reckoned),
});

/** A run that does nothing but its requests, at the rate: what it says of itself each half second, and what is truly left then. */
function* lived(reckoned: Reckoned): Generator<{ readonly shown: SyncProgress; readonly leftSeconds: number }> {
  let left = PAGES.tickets + PAGES.satisfaction_surveys + PAGES.customers + MESSAGES + DETAILS;
  let now = Date.parse(AT);
  let state: ProgressState = initialProgress('yourstore', 'r', now);
  const say = (change: Partial<ProgressState> = {}) => {
    state = shownAt({ ...state, ...change }, now);
    return { shown: describeProgress(state), leftSeconds: left / RATE + CONFIRMED_MS / 1_000 };
  };
  const asked = (): void => {
    left -= 1;
    now += 1_000 / RATE;
  };
  yield say({ setup: setup(reckoned), phase: 'reading' });
  const read = function* (name: WalkedResource, pages: number, toEnrich?: number) {
    for (let page = 1; page <= pages; page += 1) {
      asked();
      const done = page === pages;
      const result: ReadResult = { pages: page, rows: page * 100, fraction: page / pages, done };
      yield say({ reads: { ...state.reads, [name]: result }, toEnrich: toEnrich ?? state.toEnrich });
    }
  };
  for (const [name, pages] of Object.entries(PAGES)) yield* read(name as WalkedResource, pages);
  yield say({ phase: 'enriching' });
  yield* read('messages', MESSAGES, DETAILS);
  for (let enriched = 1; enriched <= DETAILS; enriched += 1) {
    asked();
    const meter = { requests: 0, budgetLeft: 1, published: 1, unchanged: 0, held: 0, enriched, due: 0 };
    const remaining = Math.min(AHEAD, DETAILS - enriched);
    yield say({ meter, toEnrich: detailsAfter(state.toEnrich, { enriched: 1, remaining }) });
  }
  yield say({ phase: 'confirming' });
  now += CONFIRMED_MS;
  yield say({ phase: 'done', state: 'completed' });
}

describe.each([
  ['a run of an account that is known', 1],
  ['a first run that reckons with too little', 0.85],
  ['a first run that reckons with too much', 1.15],
  ['a run of which nobody knows the size', null],
] as const)('the progress of %s', (_which, reckoned) => {
  const moments = [...lived(reckoned)];

  it('never goes back, and is 100 at the end only', () => {
    const percents = moments.map(({ shown }) => shown.percent ?? 0);

    expect(percents).toEqual(percents.toSorted((a, b) => a - b));
    expect(percents.indexOf(100)).toBe(percents.length - 1);
  });

  it('says no time rather than a wrong one: within 30 % from the tenth second on, and never 0 before the end', () => {
    const told = moments.slice(0, -1).filter(({ shown }) => shown.etaSeconds !== null);

    // From the first moment on, enrichment and all.
    expect(told.length).toBeGreaterThan(reckoned === null ? 55 : moments.length - 4);
    for (const { shown, leftSeconds } of told) {
      expect(shown.etaSeconds).toBeGreaterThan(0);
      if (moments.length / RATE - leftSeconds > 10 && leftSeconds > 2)
        expect(Math.abs((shown.etaSeconds ?? 0) - leftSeconds)).toBeLessThan(0.3 * leftSeconds + 1);
    }
    const etas = told.map(({ shown }) => shown.etaSeconds ?? 0);
    expect(etas).toEqual(etas.toSorted((a, b) => b - a));
    expect(moments.at(-1)?.shown.etaSeconds).toBe(0);
  });

  it('says no figure before there is one, and none in the wrong number', () => {
    for (const { shown } of moments)
      expect(shown.sentence).not.toMatch(/page 0|\b0 rows|\b0 contacts still|\b1 \w+s\b/);
    expect(moments[0]?.shown.sentence).toBe('reading tickets: the first page');
    expect(moments[0]?.shown.toEnrich).toBeNull();
    const details = moments.filter(({ shown }) => shown.sentence.includes('phones'));
    expect(details[0]?.shown.sentence).toContain(`${String(DETAILS)} to go`);
    expect(moments.at(-1)?.shown.sentence).toBe('done: 1 contact written, 0 unchanged');
  });
});

it('in a known account the percentage is that of the requests', () => {
  const all = [...lived(1)];
  const half = all[Math.floor(all.length / 2)];

  expect(Math.abs((half?.shown.percent ?? 0) - 50)).toBeLessThan(5);
});

it('where much more is found than was reckoned with, the time that is left grows once, and is right again', () => {
  const moments = [...lived(0.4)].filter(({ shown }) => shown.etaSeconds !== null);
  const grown = moments.filter(
    ({ shown }, index) => (shown.etaSeconds ?? 0) > (moments[index - 1]?.shown.etaSeconds ?? 0),
  );
  const late = moments.filter(({ shown, leftSeconds }) => shown.sentence.includes('phones') && leftSeconds > 2);

  expect(grown.length).toBeLessThan(4);
  for (const { shown, leftSeconds } of late)
    expect(Math.abs((shown.etaSeconds ?? 0) - leftSeconds)).toBeLessThan(0.3 * leftSeconds + 1);
});
