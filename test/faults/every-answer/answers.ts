import fc from 'fast-check';
import { DOOR_NAMES, type DoorName, doorOf } from './doors';
import { consents } from './consents';
import { type Moved, moves } from './moves';

/** Something that is no answer to what was asked. Plain data: it is printed, and the same again is the same. */
export type OddAnswer =
  /** The vendor's own error, in its own words; nothing was carried out. */
  | { readonly kind: 'words'; readonly status: number; readonly code?: string }
  /** A page of somebody on the way. */
  | { readonly kind: 'page'; readonly status: number }
  | { readonly kind: 'empty'; readonly status: number }
  /** JSON that nobody documents. */
  | { readonly kind: 'json'; readonly status: number; readonly json: unknown }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'reset-before' }
  | { readonly kind: 'reset-after-commit' }
  | { readonly kind: 'status-after-commit'; readonly status: number }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'cursor-loop' }
  | { readonly kind: 'cursor-expired' }
  /** The right answer with so much more beside it. */
  | { readonly kind: 'padded'; readonly bytes: number }
  /** The right answer, but for one field: the `nth` of all that are in it, modulo. */
  | { readonly kind: 'field'; readonly nth: number; readonly value: OddValue }
  /** The right answer with other values in these fields. */
  | { readonly kind: 'put'; readonly fields: Readonly<Record<string, unknown>> };

export type OddValue =
  | { readonly is: 'missing' }
  | { readonly is: 'long' | 'varied'; readonly length: number }
  | { readonly is: 'json'; readonly json: unknown };

export interface Oddity {
  readonly at: DoorName;
  readonly answer: OddAnswer;
  /** So many times; null: until the vendor is well again. */
  readonly times: number | null;
}

/** Which answer it is, and where: of fields and sizes only the kind. */
export function pairOf({ at, answer }: Pick<Oddity, 'at' | 'answer'>): string {
  const { status = '', code = '' } = answer as { readonly status?: number; readonly code?: string };
  return [`${at}:`, answer.kind, String(status), code].filter((word) => word !== '').join(' ');
}

/** Eight million bytes are read, more are not. */
const NEAR_THE_CAP = 8 * 1024 * 1024 - 20_000;
const OVER_THE_CAP = 8 * 1024 * 1024 + 20_000;

const json = fc.constantFrom<unknown>(null, [], {}, 'ok', '', 0, true, { data: null }, { data: {} }, [null], {
  error: null,
});

const value: fc.Arbitrary<OddValue> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<OddValue>({ is: 'missing' }) },
  { weight: 4, arbitrary: fc.constant<OddValue>({ is: 'json', json: null }) },
  {
    weight: 12,
    arbitrary: fc
      .constantFrom<unknown>(
        ...['', 'odd', '\u0000', 'half \ud800', '2026-13-45T99:00:00', '1e400', 'null', true, false],
        ...[-1, 0, 1.5, 1e300, 9_007_199_254_740_993, [], {}, ['odd'], [null], [[]], { id: 'odd' }, { id: null }],
      )
      .map((odd): OddValue => ({ is: 'json', json: odd })),
  },
  { weight: 1, arbitrary: fc.constant<OddValue>({ is: 'long', length: 70_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(1_000, 70_000).map((length): OddValue => ({ is: 'varied', length })) },
);

const fields: fc.Arbitrary<OddAnswer> = fc.record({
  kind: fc.constant('field' as const),
  nth: fc.nat({ max: 9_999 }),
  value,
});

const padded: fc.Arbitrary<OddAnswer> = fc.record({
  kind: fc.constant('padded' as const),
  bytes: fc.constantFrom(NEAR_THE_CAP, OVER_THE_CAP),
});

const pages = fc
  .constantFrom(200, 201, 302, 400, 401, 403, 404, 410, 418, 422, 500, 502, 503, 520)
  .map((status): OddAnswer => ({ kind: 'page', status }));

/** Statuses that say something of the one record, and those that pass. Those that are about the whole account stand apart. */
const GORGIAS_WORDS = [301, 302, 400, 403, 405, 409, 410, 413, 415, 422, 500, 503, 599];
const BREVO_WORDS = [
  ...[400, 404, 405, 406, 409, 413, 415, 422, 424, 425, 500, 503].map((status) => ({ status, code: 'odd_code' })),
  ...['invalid_parameter', 'missing_parameter', 'out_of_range', 'duplicate_parameter', 'duplicate_request'].map(
    (code) => ({ status: 400, code }),
  ),
  ...['document_not_found', 'account_in_process', 'method_not_allowed'].map((code) => ({ status: 400, code })),
];
const OF_THE_ACCOUNT = [401, 402, 403, 429];

/** The plan has no place for another contact: it is said of each that is new. */
const NO_PLACE: OddAnswer = { kind: 'words', status: 402, code: 'not_enough_credits' };
const OF_CONTACTS: readonly DoorName[] = ['upsert', 'update', 'contact'];

function words(at: DoorName): fc.Arbitrary<OddAnswer> {
  return doorOf(at).vendor === 'gorgias'
    ? fc.constantFrom(...GORGIAS_WORDS).map((status): OddAnswer => ({ kind: 'words', status }))
    : fc.constantFrom(...BREVO_WORDS).map((said): OddAnswer => ({ kind: 'words', ...said }));
}

/** What a write answers without carrying it out must not say that it did: nobody could tell. */
function answersAt(at: DoorName): fc.Arbitrary<OddAnswer> {
  const isWrite = doorOf(at).method !== 'GET';
  const statuses = isWrite ? [200, 302, 400, 403, 404, 500] : [200, 201, 204, 302, 400, 403, 404, 500];
  const jsonStatuses = isWrite ? [400, 404, 500] : [200, 400, 404, 500];
  const choices: fc.WeightedArbitrary<OddAnswer>[] = [
    { weight: 5, arbitrary: words(at) },
    { weight: 3, arbitrary: pages },
    { weight: 2, arbitrary: fc.constantFrom(...statuses).map((status): OddAnswer => ({ kind: 'empty', status })) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('json' as const),
        status: fc.constantFrom(...jsonStatuses),
        json,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom<OddAnswer>(
        ...[{ kind: 'truncated' } as const, { kind: 'reset-before' } as const, { kind: 'delay', ms: 80 } as const],
        ...[{ kind: 'reset-after-commit' } as const, { kind: 'status-after-commit', status: 502 } as const],
      ),
    },
    { weight: isWrite ? 3 : 10, arbitrary: fields },
    ...(at === 'contact' ? [{ weight: 10, arbitrary: consents }] : []),
    ...(OF_CONTACTS.includes(at) ? [{ weight: 2, arbitrary: fc.constant(NO_PLACE) }] : []),
  ];
  return fc.oneof(...choices);
}

const times = fc.constantFrom(1, 2, 4, null, null, null, null);

/** About one person: by their record's own request, or in their row. */
const OF_ONE = DOOR_NAMES.filter((name) => {
  const door = doorOf(name);
  return door.isAbout !== undefined || door.isRowOf !== undefined;
});

const ofOne: fc.Arbitrary<Oddity> = fc.constantFrom(...OF_ONE).chain((at) =>
  fc.record({
    at: fc.constant(at),
    answer: doorOf(at).isAbout === undefined ? fields : answersAt(at),
    times,
  }),
);

/** About whatever is asked there. */
const ofAll: fc.Arbitrary<Oddity> = fc.constantFrom(...DOOR_NAMES).chain((at) =>
  fc.record({
    at: fc.constant(at),
    answer: fc.oneof(
      { weight: 12, arbitrary: answersAt(at) },
      { weight: 2, arbitrary: fc.constantFrom(...OF_THE_ACCOUNT).map(ofTheAccount) },
      { weight: 1, arbitrary: doorOf(at).method === 'GET' ? padded : fields },
    ),
    times,
  }),
);

function ofTheAccount(status: number): OddAnswer {
  const code = { 401: 'unauthorized', 402: 'not_enough_credits', 403: 'permission_denied' }[status];
  return { kind: 'words', status, code: code ?? 'too_many_requests' };
}

const STORIES = ['opened', 'closed', 'satisfied', 'neutral', 'dissatisfied'] as const;
export type Story = (typeof STORIES)[number];
const story = fc.constantFrom<Story>(...STORIES, 'satisfied', 'neutral', 'dissatisfied');

/** What happens in the shop at once: people with something odd about each, and one who has nothing to do with it. */
export interface Episode {
  readonly kind: 'day' | 'full sync';
  /** One answer for each of them. */
  readonly odd: readonly { readonly oddity: Oddity; readonly story: Story }[];
  /** Those of whom something changes meanwhile, each a visitor of their own. */
  readonly moves?: readonly Moved[];
  /** Vendors' endpoints that are odd for everybody: nobody may be served meanwhile, and nothing is lost. */
  readonly outages: readonly Oddity[];
  readonly beside: Story;
  /** Others are served all the time. */
  readonly isBusy: boolean;
  /** Every endpoint has something to do; missing: only what the visitors bring. */
  readonly isCrowded?: boolean;
  /** It is the first of its shop, whose Brevo account nobody has asked for yet. */
  readonly isFirst?: boolean;
}

export const episodes: fc.Arbitrary<Episode> = fc
  .record({
    kind: fc.constantFrom<Episode['kind']>('day', 'day', 'day', 'day', 'full sync'),
    odd: fc.array(fc.record({ oddity: ofOne, story }), { minLength: 7, maxLength: 7 }),
    moves,
    outages: fc.oneof(
      { weight: 3, arbitrary: fc.constant<readonly Oddity[]>([]) },
      { weight: 1, arbitrary: fc.tuple(ofAll) },
    ),
    beside: story,
    isBusy: fc.constantFrom(true, true, true, false),
  })
  .map(({ odd, outages, ...rest }) => ({ ...rest, outages, odd: outages.length === 0 ? odd : odd.slice(0, 1) }));
