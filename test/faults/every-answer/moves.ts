import fc from 'fast-check';
import type { OddAnswer, OddValue, Story } from './answers';
import { consents } from './consents';

/** What becomes of somebody's records in Gorgias, or of their contact in Brevo, while they are served. Plain data. */
export type Move =
  /** Gorgias holds it so, wherever it shows it, until somebody mends it there. */
  | { readonly kind: 'odd record'; readonly of: OddRecord; readonly field: string; readonly value: OddValue }
  | { readonly kind: 'readdressed' | 'merged' | 'deleted' | 'unscored' | 'given' }
  /** They had all mail taken off, and Brevo answers so when it is asked. */
  | { readonly kind: 'blocklisted'; readonly answer: OddAnswer }
  /** In Brevo. */
  | { readonly kind: 'contact deleted' | 'list deleted' }
  | { readonly kind: 'attribute deleted'; readonly name: string };

export type OddRecord = 'customers' | 'tickets' | 'satisfaction-surveys';

export interface Moved {
  readonly move: Move;
  /** Before anything is known of them, or when they were served. */
  readonly when: 'at once' | 'later';
  readonly story: Story;
}

/** Fields that may hold anything without saying anything else than it is. What says that a ticket is open, or whose it is, is believed. */
const FIELDS: Readonly<Record<OddRecord, readonly string[]>> = {
  customers: [
    ...['name', 'firstname', 'lastname', 'language', 'timezone', 'note', 'external_id', 'created_datetime'],
    ...['updated_datetime', 'channels', 'integrations', 'custom_fields', 'meta', 'data'],
  ],
  tickets: [
    ...['subject', 'channel', 'via', 'tags', 'assignee_user', 'assignee_team', 'messages', 'external_id', 'language'],
    ...['updated_datetime', 'last_message_datetime', 'satisfaction_survey', 'integrations', 'meta', 'custom_fields'],
  ],
  'satisfaction-surveys': ['body_text', 'created_datetime', 'should_send_datetime', 'meta'],
};

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(300, 3_000, 300_000).map((length): OddValue => ({ is: 'varied', length })) },
  {
    weight: 7,
    arbitrary: fc
      .constantFrom<unknown>(
        ...['', '\u0000', 'a\u0000b', 'half \ud800', '\udfff', '\u202eodd', '0001-01-01T00:00:00', '10000-01-01', null],
        ...[true, -1, 0, 1.5, 1e300, 9_007_199_254_740_993, [], {}, ['odd'], [null], [{}], { id: null }],
        ...[{ 'a\u0000': 'half \ud800' }, [{ name: '\u0000', id: 1 }], [{ name: 'half \ud800' }]],
      )
      .map((json): OddValue => ({ is: 'json', json })),
  },
);

const odd: fc.Arbitrary<Move> = fc
  .constantFrom<OddRecord>('customers', 'customers', 'tickets', 'tickets', 'satisfaction-surveys')
  .chain((of) =>
    fc.record({
      kind: fc.constant('odd record' as const),
      of: fc.constant(of),
      field: fc.constantFrom(...FIELDS[of]),
      value,
    }),
  );

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: odd },
  {
    weight: 8,
    arbitrary: fc.constantFrom<Move>(
      ...([{ kind: 'readdressed' }, { kind: 'merged' }, { kind: 'deleted' }, { kind: 'unscored' }] as const),
      ...([{ kind: 'given' }, { kind: 'contact deleted' }, { kind: 'list deleted' }] as const),
    ),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('blocklisted' as const), answer: consents }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('TICKET_COUNT', 'CSAT_RESPONSES', 'LAST_SUPPORT_CHANNEL', 'GORGIAS_ID')
      .map((name): Move => ({ kind: 'attribute deleted', name })),
  },
);

export const moves: fc.Arbitrary<readonly Moved[]> = fc.array(
  fc.record({
    move,
    when: fc.constantFrom<Moved['when']>('at once', 'later', 'later'),
    story: fc.constantFrom<Story>('opened', 'closed', 'satisfied', 'neutral', 'dissatisfied', 'dissatisfied'),
  }),
  { minLength: 0, maxLength: 4 },
);

/** Nobody is told of it: only a full sync compares. */
export function isSilent({ kind }: Move): boolean {
  return kind === 'list deleted' || kind === 'attribute deleted' || kind === 'unscored';
}
