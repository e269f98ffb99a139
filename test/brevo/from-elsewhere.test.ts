import { caught } from '../http/caught';
import { type ScriptedAnswer } from '../http/scripted-server';
import { FOREIGN, HTML } from './foreign';
import { type BrevoBench, startBrevoBench } from './server';

let bench: BrevoBench;

beforeAll(async () => (bench = await startBrevoBench()));
afterAll(() => bench.close());

const write = () => bench.client.upsertContact({ email: 'ada@example.com', attributes: { SMS: '33612345678' } });
const read = () => bench.client.getContact('ada@example.com');
const event = () =>
  bench.client.sendEvent({ name: 'X', email: 'ada@example.com', occurredAt: '2026-01-01T00:00:00Z', properties: {} });
const mail = () =>
  bench.client.sendTemplate({ templateId: 1, email: 'ada@example.com', params: {}, idempotencyKey: 'k' });
const importOne = () =>
  bench.client.importContacts({ contacts: [{ email: 'ada@example.com', attributes: {} }], listIds: [1] });

const errorOf = (answer: ScriptedAnswer, call: () => Promise<unknown>) => {
  bench.server.answers(answer);
  return caught(call());
};

describe('An error that is not of Brevo', () => {
  it.each([400, 402, 403, 404, 405, 406, 409, 410, 413, 415, 418, 422, 451, 499])(
    'with the status %d says nothing about the record, the key or the account: it is tried again',
    async (status) => {
      for (const call of [read, write, event, mail]) {
        for (const body of FOREIGN) {
          const error = await errorOf({ status, ...body, headers: { 'cf-ray': 'c1' } }, call);

          expect(error).toMatchObject({ code: 'brevo.unavailable', retryable: true });
          // Stopped on the way: not carried out, so it may be repeated.
          expect(error.details).toEqual({ status, requestId: 'c1', outcomeUnknown: false });
          expect(error.message).toContain('Something between the connector and Brevo answered');
          expect(JSON.stringify(error) + error.message).not.toMatch(/ada|1020/);
        }
      }
    },
  );

  it('with the status 404 never means that Brevo does not know a contact', async () => {
    const codes = [];
    for (const body of FOREIGN) codes.push((await errorOf({ status: 404, ...body }, read)).code);

    expect(new Set(codes)).toEqual(new Set(['brevo.unavailable']));
    expect((await errorOf({ status: 404, json: { code: 'document_not_found', message: 'none' } }, read)).code).toBe(
      'brevo.not_found',
    );
  });

  it('never counts as a step that was done before', async () => {
    const page = { status: 400, text: '<p>Attribute name must be unique, already removed from list</p>' };

    expect((await errorOf(page, () => bench.client.createAttribute('CITY', 'text'))).code).toBe('brevo.unavailable');
    expect((await errorOf(page, () => bench.client.removeFromList(3, ['ada@example.com']))).code).toBe(
      'brevo.unavailable',
    );
  });
});

describe('A success that cannot be read', () => {
  it.each([
    ['a page of HTML to a write', write, { text: HTML }, true],
    ['a page of HTML to an event', event, { text: HTML }, true],
    ['a page of HTML to a mail', mail, { status: 201, text: HTML }, true],
    ['plain text to an event', event, { status: 202, text: 'OK' }, true],
    ['plain text to a write', write, { text: 'Please wait for ada' }, true],
    ['nothing to a mail', mail, { text: '' }, true],
    ['nothing to an event', event, { text: ' ' }, true],
    ['nothing to a write', write, { text: '' }, true],
    ['nothing to an import', () => importOne(), { text: '' }, true],
    ['a page of HTML to a read', read, { text: HTML }, undefined],
    ['an empty body to a read', read, { text: '' }, undefined],
    ['an empty 204 to a read', read, { status: 204 }, undefined],
    ['another shape', read, { json: { id: 'ada@example.com' } }, undefined],
  ])('as %s is an error that shows nothing of it', async (_, call, answer: ScriptedAnswer, outcomeUnknown) => {
    const error = await errorOf(answer, call);

    const code = answer.json === undefined ? 'brevo.unavailable' : 'brevo.protocol';
    expect(error).toMatchObject({ code, retryable: true });
    expect(error.details.outcomeUnknown).toBe(outcomeUnknown);
    expect(error.message).not.toContain('ada');
  });

  // Brevo's own empty answers are 204 (recorded), 201 and 202 are words of an application; an empty 200 is what gateways send (case B10).
  it.each([201, 202, 204])('is none of those when a write is answered %d without a body', async (status) => {
    bench.server.answers({ status }, { status }, { status });

    await expect(write()).resolves.toMatchObject({ id: null });
    await expect(event()).resolves.toBeUndefined();
    await expect(mail()).resolves.toBe('sent');
  });
});
