import fc from 'fast-check';
import { type Knock, SECRET } from './send-webhook';

const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';

const text = fc.string({ unit: 'binary', maxLength: 60 });
const oddId = fc.oneof(
  fc.nat(),
  fc.constantFrom<unknown>('', 'None', '0', '-1', '1e9', '9007199254740993', '٣', '123\u0000', true, null, [], {}, 1.5),
  fc.double(),
  text,
);
const ticket = fc.record(
  { ticket_id: oddId, ticket: fc.oneof(fc.record({ id: oddId }), fc.anything()), id: oddId, trigger: text, type: text },
  { requiredKeys: [] },
);
const LONG = 'x'.repeat(270_000);
const deep = fc.integer({ min: 1, max: 100_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth));

/** Bytes, JSON of any shape, and what is meant to break a reader. */
const body = fc.oneof(
  { weight: 30, arbitrary: ticket.map((value) => JSON.stringify(value)) },
  { weight: 20, arbitrary: fc.json() },
  { weight: 20, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 10, arbitrary: fc.nat().map((id) => `{"__proto__":{"ticket_id":${id}},"constructor":{"prototype":{}}}`) },
  { weight: 10, arbitrary: text.map((value) => `\uFEFF{"ticket_id":1,"ticket_id":"${value}","a":"\ud800"}`) },
  { weight: 5, arbitrary: fc.webQueryParameters() },
  { weight: 2, arbitrary: deep },
  { weight: 2, arbitrary: deep.map((nested) => `{"ticket_id":5,"a":${nested}}`) },
  { weight: 1, arbitrary: fc.constantFrom('', LONG, `{"ticket_id":7,"pad":"${LONG.slice(0, 250_000)}"}`) },
);

const headerText = fc.stringMatching(/^[\x20-\x7e]{0,40}$/);
type Secret = Exclude<Knock['secret'], undefined>;
const secret = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Secret>(SECRET) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Secret>(null, '', `${SECRET} `.repeat(2), [SECRET, SECRET], ['x', SECRET]),
  },
  { weight: 3, arbitrary: headerText },
);
const contentType = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(JSON_TYPE, FORM, `${JSON_TYPE}; charset=utf-16`, 'application/ld+json') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('text/plain', 'multipart/form-data; boundary=a', '', 'application/json, text/html'),
  },
  { weight: 1, arbitrary: headerText },
);
const more = fc.oneof(
  { weight: 20, arbitrary: fc.constant({}) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { 'content-encoding': 'gzip' },
      { 'transfer-encoding': 'chunked' },
      { 'content-length': '99999999', connection: 'close' },
      { 'x-request-id': 'a b', authorization: 'Bearer x', cookie: 'a=b' },
      { 'x-forwarded-for': '10.0.0.1', 'x-http-method-override': 'DELETE' },
      { 'x-long': 'h'.repeat(20_000) },
      { expect: '100-continue' },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant(Object.fromEntries(Array.from({ length: 1_000 }, (_none, i) => [`x-${i}`, '1']))),
  },
);
const path = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('/webhooks/gorgias', '/webhooks/gorgias/yourstore') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['/webhooks/gorgias/', '/webhooks/gorgias/%E0%A4%A', '/webhooks/gorgias/..%2f..', '/webhooks//gorgias'],
      ...['/webhooks/gorgias/__proto__', '/webhooks/gorgias/yourstore?secret=x', '/WEBHOOKS/gorgias', '/webhooks/x'],
    ),
  },
);

export const hostileKnock: fc.Arbitrary<Knock & { readonly from: string }> = fc.record({
  path,
  method: fc.oneof(
    { weight: 20, arbitrary: fc.constant('POST') },
    { weight: 1, arbitrary: fc.constantFrom('GET', 'PUT', 'DELETE', 'OPTIONS') },
  ),
  secret,
  body,
  headers: fc.tuple(contentType, more).map(([type, others]) => ({ 'content-type': type, ...others })),
  from: fc.integer({ min: 1, max: 200 }).map((last) => `127.0.1.${last}`),
});
