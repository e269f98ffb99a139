import type { ErrorCode } from '../../../src/domain/errors/connector-error';
import type { Subject } from '../../../src/domain/errors/dispositions';
import { type Episode, type OddAnswer, type Oddity, pairOf, type Story } from './answers';
import { DOOR_NAMES, type DoorName, doorOf } from './doors';

/** An answer that brings each of a vendor's errors about, by the error's code. */
const BRINGS: Readonly<Record<'gorgias' | 'brevo', Readonly<Record<string, OddAnswer>>>> = {
  gorgias: {
    'gorgias.unavailable': { kind: 'page', status: 503 },
    'gorgias.unavailable, from elsewhere': { kind: 'page', status: 404 },
    'gorgias.timeout': { kind: 'hang' },
    'gorgias.protocol': { kind: 'json', status: 200, json: { data: 'odd' } },
    'gorgias.protocol, by a redirect': { kind: 'words', status: 302 },
    'gorgias.rejected': { kind: 'words', status: 422 },
    'auth.gorgias_forbidden': { kind: 'words', status: 403 },
  },
  brevo: {
    'brevo.unavailable': { kind: 'page', status: 503 },
    'brevo.unavailable, from elsewhere': { kind: 'page', status: 200 },
    'brevo.timeout': { kind: 'hang' },
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
const PEOPLE = 12;
/** So many endpoints are odd at once, each for so many requests. */
const OUTAGES = 4;
const TIMES = 2;
const REST = { beside: 'satisfied', isBusy: true } as const;

/** Every error at every place: at a record's own request, where it stays; and at every endpoint for everybody, where it passes. */
export function everyPair(): readonly Episode[] {
  return [...alone(), ...outages()];
}

function alone(): readonly Episode[] {
  const pairs = DOOR_NAMES.filter((at) => doorOf(at).isAbout !== undefined).flatMap((at) => pairsAt(BRINGS, at, null));
  return chunks(pairs, PEOPLE).map((oddities, nth): Episode => ({
    ...{ ...REST, kind: 'day', outages: [] },
    odd: oddities.map((oddity, index) => ({ oddity, story: STORIES[(nth + index) % 3] ?? 'satisfied' })),
  }));
}

/** A new shop asks for its Brevo account first; in the same shop then everything else is asked for, in runs that have much to do. */
function outages(): readonly Episode[] {
  const everywhere = DOOR_NAMES.filter((at) => !(at === 'ticket' || at === 'customer'));
  const atAll = (doors: readonly DoorName[]): readonly Oddity[] =>
    doors.flatMap((at) => [...pairsAt(BRINGS, at, TIMES), ...pairsAt(OF_ALL, at, TIMES)]);
  const of = (oddities: readonly Oddity[]): Episode => ({
    ...{ ...REST, kind: 'full sync', isCrowded: true, odd: [] },
    beside: oddities.some(({ at }) => at === 'mail') ? 'dissatisfied' : 'satisfied',
    outages: oddities.flatMap((one) => (one.at === 'look back' ? [LOST_EVENT, one] : [one])),
  });
  const firsts = atAll(['account']).map((one): Episode => ({ ...of([one]), isFirst: true }));
  // Far apart in the list: two faults at one endpoint would be one after the other.
  const others = chunks(dealt(atAll(everywhere.filter((at) => at !== 'account')), OUTAGES), OUTAGES).map(of);
  const perShop = Math.ceil(others.length / firsts.length);
  return chunks(others, perShop).flatMap((rest, nth) => [...firsts.slice(nth, nth + 1), ...rest]);
}

/** Only after it Brevo is asked what it has received. */
const LOST_EVENT: Oddity = { at: 'event', answer: { kind: 'reset-after-commit' }, times: 1 };

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

/** What of the planned has met no request, by its endpoint. */
export function unmet(episodes: readonly Episode[], met: ReadonlySet<string>): readonly string[] {
  const planned = episodes.flatMap(({ odd, outages: all }) => [...odd.map(({ oddity }) => oddity), ...all]);
  return [...new Set(planned.filter(({ at }) => !BY_CHANCE.includes(at)).map(pairOf))].filter((pair) => !met.has(pair));
}

/** Whether these are asked hangs on how many are due at once. */
const BY_CHANCE: readonly DoorName[] = ['off list', 'import', 'process', 'update'];

const JUDGED_OF_BREVO: readonly ErrorCode[] = [
  ...(['auth.brevo_refused', 'auth.brevo_forbidden', 'brevo.no_credits', 'brevo.rate_limited'] as const),
  ...(['brevo.unavailable', 'brevo.timeout', 'brevo.protocol', 'brevo.busy'] as const),
  ...(['brevo.not_found', 'brevo.duplicate', 'brevo.rejected'] as const),
];
const JUDGED_OF_GORGIAS: readonly ErrorCode[] = [
  ...(['auth.gorgias_refused', 'auth.gorgias_forbidden', 'gorgias.rate_limited', 'gorgias.unavailable'] as const),
  ...(['gorgias.timeout', 'gorgias.protocol', 'gorgias.rejected'] as const),
];

/** Pairs of the table of dispositions that the vendors' answers bring about; a Gorgias list that is not there is another domain. */
export function toBeJudged(): readonly string[] {
  const pairs = (codes: readonly ErrorCode[], subjects: readonly Subject[]): readonly string[] =>
    codes.flatMap((code) => subjects.map((subject) => `${code} about a ${subject}`));
  return [
    ...pairs(JUDGED_OF_BREVO, ['record', 'event', 'campaign', 'list']),
    ...pairs(JUDGED_OF_GORGIAS, ['record', 'page']),
    ...pairs(['gorgias.not_found'], ['record']),
    ...pairs(['gorgias.wrong_domain'], ['page']),
  ];
}

/** Which of them no failure was judged by. */
export function unjudged(judged: ReadonlySet<string>): readonly string[] {
  const met = new Set([...judged].map((one) => one.slice(0, one.lastIndexOf(': '))));
  return toBeJudged().filter((pair) => !met.has(pair));
}
