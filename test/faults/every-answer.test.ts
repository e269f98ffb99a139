import { NOBODY, withBrevo } from '../live/outbox-model/grafts';
import type { Lane } from '../live/outbox-model/lane';
import { FOUND, TRUSTING } from './every-answer/found';
import { everyPair, toBeJudged, unjudged, unmet } from './every-answer/pairs';
import { drawn, type Found, inTurn, openLanes, searchEpisodes, wordsOf } from './every-answer/search';
import type { Plant } from './every-answer/shop';

const { TAJO_FUZZ, TAJO_FUZZ_SEED, TAJO_FUZZ_FINDINGS } = process.env;
const ANSWERS = Number(TAJO_FUZZ ?? 50);
const SEED = Number(TAJO_FUZZ_SEED ?? 20_261_129);
const FINDINGS = Number(TAJO_FUZZ_FINDINGS ?? 1);

let lanes: readonly Lane[] = [];
beforeAll(async () => {
  lanes = await openLanes(3);
});
afterAll(async () => {
  for (const lane of lanes) await lane.close();
});

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
  const episodes = everyPair();
  const found = await searchEpisodes({ next: inTurn(episodes), lanes, findings: FINDINGS });
  expect(report('pairs', found)).toBe('');
  expect(unmet(episodes, found.pairs)).toEqual([]);
  expect(unjudged(found.judged)).toEqual([]);
}, 1_800_000);

test('an error that no answer brings about is missed in the table', () => {
  const all = new Set(toBeJudged().map((pair) => `${pair}: wait`));
  expect(unjudged(all)).toEqual([]);
  all.delete('brevo.timeout about a record: wait');
  expect(unjudged(all)).toEqual(['brevo.timeout about a record']);
});

test.each(Object.entries(FOUND))('what was found once is not so any more: %s', async (_what, episode) => {
  const { findings } = await searchEpisodes({ next: inTurn([episode]), lanes });
  expect(findings.map(wordsOf).join()).toBe('');
});

test('finds a planted hole: a record’s own fault is never told from an outage', async () => {
  const plant: Plant = { deps: (deps) => ({ ...deps, answeredAt: () => null }) };
  const { findings } = await searchEpisodes({ next: inTurn(Object.values(FOUND)), lanes, plant });
  expect(findings.map(wordsOf).join()).toMatch(/is stuck|not served/);
});

test('finds a planted hole: what cannot be read of a consent counts as one', async () => {
  const plant: Plant = {
    deps: (deps) =>
      withBrevo(deps, (brevo) => ({ getContact: (email) => brevo.getContact(email).catch(() => NOBODY) })),
  };
  const { findings } = await searchEpisodes({ next: inTurn([TRUSTING]), lanes, plant });
  expect(findings.map(wordsOf).join()).toMatch(/a blocklisted person is mailed/);
});
