import type { Episode, OddAnswer, Oddity, Story } from './answers';
import { DOOR_NAMES, type DoorName, doorOf } from './doors';

/** An answer that brings each of a vendor's errors about, by the error's code. What hangs is in `broken-answers.test.ts`: it takes a minute. */
const BRINGS: Readonly<Record<'gorgias' | 'brevo', Readonly<Record<string, OddAnswer>>>> = {
  gorgias: {
    'gorgias.unavailable': { kind: 'page', status: 503 },
    'gorgias.unavailable, from elsewhere': { kind: 'page', status: 404 },
    'gorgias.protocol': { kind: 'json', status: 200, json: { data: 'odd' } },
    'gorgias.protocol, by a redirect': { kind: 'words', status: 302 },
    'gorgias.rejected': { kind: 'words', status: 422 },
    'auth.gorgias_forbidden': { kind: 'words', status: 403 },
  },
  brevo: {
    'brevo.unavailable': { kind: 'page', status: 503 },
    'brevo.unavailable, from elsewhere': { kind: 'page', status: 200 },
    'brevo.protocol': { kind: 'words', status: 302 },
    'brevo.busy': { kind: 'words', status: 425 },
    'brevo.not_found': { kind: 'words', status: 404, code: 'document_not_found' },
    'brevo.duplicate': { kind: 'words', status: 400, code: 'duplicate_parameter' },
    'brevo.rejected': { kind: 'words', status: 400, code: 'invalid_parameter' },
  },
};

/** These are about the whole account, or everybody's call. */
const OF_ALL: typeof BRINGS = {
  gorgias: {
    'auth.gorgias_refused': { kind: 'words', status: 401 },
    'gorgias.rate_limited': { kind: 'words', status: 429 },
    'gorgias.not_found': { kind: 'words', status: 404 },
    'gorgias.unavailable, cut off': { kind: 'truncated' },
  },
  brevo: {
    'auth.brevo_refused': { kind: 'words', status: 401, code: 'unauthorized' },
    'auth.brevo_forbidden': { kind: 'words', status: 403, code: 'permission_denied' },
    'brevo.no_credits': { kind: 'words', status: 402, code: 'not_enough_credits' },
    'brevo.rate_limited': { kind: 'words', status: 429 },
    'brevo.unavailable, cut off': { kind: 'truncated' },
  },
};

const STORIES: readonly Story[] = ['satisfied', 'neutral', 'dissatisfied', 'closed', 'opened'];
/** So many people come at once. */
const PEOPLE = 9;
/** So many endpoints are odd at once, each for so many requests. */
const OUTAGES = 4;
const TIMES = 3;

/** Every error at every place: at a record's own request, where it stays; and at every endpoint for everybody, where it passes. */
export function everyPair(): readonly Episode[] {
  const alone = DOOR_NAMES.filter((at) => doorOf(at).isAbout !== undefined).flatMap((at) => pairsAt(BRINGS, at, null));
  const all = DOOR_NAMES.filter((at) => !(at === 'ticket' || at === 'customer')).flatMap((at) => [
    ...pairsAt(BRINGS, at, TIMES),
    ...pairsAt(OF_ALL, at, TIMES),
  ]);
  const rest = { beside: 'satisfied', isBusy: true } as const;
  return [
    ...chunks(alone, PEOPLE).map((oddities, nth): Episode => ({
      ...{ ...rest, kind: 'day', outages: [] },
      odd: oddities.map((oddity, index) => ({ oddity, story: STORIES[(nth + index) % 3] ?? 'satisfied' })),
    })),
    // Far apart in the list: two faults at one endpoint would be one after the other.
    ...chunks(dealt(all, OUTAGES), OUTAGES).map((outages, nth): Episode => ({
      ...{ ...rest, kind: nth % 3 === 0 ? 'full sync' : 'day', outages, odd: [] },
    })),
  ];
}

function pairsAt(answers: typeof BRINGS, at: DoorName, times: number | null): readonly Oddity[] {
  return Object.values(answers[doorOf(at).vendor]).map((answer) => ({ at, answer, times }));
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, nth) => nth * size);
  return starts.map((start) => items.slice(start, start + size));
}

/** The same in another order: every so many one from another part of the list. */
function dealt<Item>(items: readonly Item[], piles: number): readonly Item[] {
  const length = Math.ceil(items.length / piles);
  const order = Array.from({ length }, (_, nth) => Array.from({ length: piles }, (__, pile) => pile * length + nth));
  return order.flat().flatMap((index) => (items[index] === undefined ? [] : [items[index]]));
}
