import fc from 'fast-check';
import type { OddAnswer } from './answers';

/** Of another contact, or one whose word about mail nobody can read. */
const ANOTHER = { id: 99_999, email: 'another@elsewhere.example.com', emailBlacklisted: false, attributes: {} };
export const consents: fc.Arbitrary<OddAnswer> = fc.oneof(
  fc.constantFrom<OddAnswer>(
    { kind: 'json', status: 200, json: { ...ANOTHER, smsBlacklisted: false, listIds: [], listUnsubscribed: null } },
    { kind: 'put', fields: { email: ANOTHER.email } },
  ),
  fc
    .constantFrom<unknown>(null, 'false', 'x', 0, 1, {}, [], [null], ['36'])
    .chain((odd) => fc.constantFrom('emailBlacklisted', 'listUnsubscribed', 'listIds').map((name) => ({ [name]: odd })))
    .map((odd): OddAnswer => ({ kind: 'put', fields: odd })),
);
