import type { Lane } from '../live/outbox-model/lane';
import { FOUND } from './every-answer/found';
import { everyPair } from './every-answer/pairs';
import { drawn, type Found, inTurn, openLanes, searchEpisodes, wordsOf } from './every-answer/search';
import type { Plant } from './every-answer/shop';

const { TAJO_FUZZ, TAJO_FUZZ_SEED, TAJO_FUZZ_FINDINGS } = process.env;
const ANSWERS = Number(TAJO_FUZZ ?? 300);
const SEED = Number(TAJO_FUZZ_SEED ?? 20_261_129);
const FINDINGS = Number(TAJO_FUZZ_FINDINGS ?? 1);
/** A planted hole that is not found by then is not found. */
const PATIENCE = 150;

let lanes: readonly Lane[] = [];
beforeAll(async () => {
  lanes = await openLanes(3);
}, 120_000);
afterAll(async () => {
  for (const lane of lanes) await lane.close();
}, 60_000);

function report(what: string, { findings, met, episodes, tally }: Found): string {
  const lines = [...tally].sort().map(([at, times]) => `${String(times).padStart(7)} ${at}`);
  console.log([`${what}: ${String(met)} odd answers in ${String(episodes)} episodes`, ...lines].join('\n'));
  return findings.map(wordsOf).join('\n\n');
}

test('whatever a vendor answers, nothing fails or sticks, everybody beside the record is served, and once the vendor is well again all is right', async () => {
  const found = await searchEpisodes({ next: drawn(SEED), answers: ANSWERS, lanes, findings: FINDINGS });
  expect(report(`seed ${String(SEED)}`, found)).toBe('');
}, 14_400_000);

test('every error at every place fails nobody’s steps, no run, and nobody beside the record', async () => {
  const found = await searchEpisodes({ next: inTurn(everyPair()), lanes, findings: FINDINGS });
  expect(report('pairs', found)).toBe('');
}, 600_000);

test.each(Object.entries(FOUND))(
  'what was found once is not so any more: %s',
  async (_what, episode) => {
    const { findings } = await searchEpisodes({ next: inTurn([episode]), lanes });
    expect(findings.map(wordsOf).join()).toBe('');
  },
  60_000,
);

test('finds a planted hole: a record’s own fault is never told from an outage', async () => {
  const plant: Plant = { deps: (deps) => ({ ...deps, answeredAt: () => null }) };
  const { findings } = await searchEpisodes({ next: drawn(SEED), answers: PATIENCE, lanes, plant });
  expect(findings.map(wordsOf).join()).toMatch(/is stuck|not served/);
}, 600_000);
