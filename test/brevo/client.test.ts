import { type ConnectorError } from '../../src/domain/errors/connector-error';
import { caught } from '../http/caught';
import { type ScriptedAnswer } from '../http/scripted-server';
import { type BrevoBench, startBrevoBench } from './server';

let bench: BrevoBench;

beforeAll(async () => (bench = await startBrevoBench()));
beforeEach(() => void (bench.server.journal.length = 0));
afterAll(() => bench.close());

const refusal = (code: string, message: string): ScriptedAnswer => ({ status: 400, json: { code, message } });
const sent = () => bench.server.journal[0]!;
const sendMail = () =>
  bench.client.sendTemplate({ templateId: 1, email: 'ada@example.com', params: {}, idempotencyKey: 'k' });

describe('A step that was done before is a success:', () => {
  it('removing contacts that are all out of the list', async () => {
    bench.server.answers(refusal('invalid_parameter', 'Contact already removed from list and/or does not exist'));

    await expect(bench.client.removeFromList(3, ['ada@example.com'])).resolves.toBeUndefined();
  });

  it('creating an attribute that exists', async () => {
    bench.server.answers(refusal('invalid_parameter', 'Attribute name must be unique'), { status: 201, json: {} });

    await expect(bench.client.createAttribute('CITY', 'text')).resolves.toBe('exists');
    await expect(bench.client.createAttribute('CITY', 'text')).resolves.toBe('created');
  });

  it('sending a mail with a key that was used', async () => {
    const mail = { templateId: 1, email: 'ada@example.com', params: {}, idempotencyKey: 'k' };
    bench.server.answers(refusal('duplicate_parameter', 'idempotencyKey already used'), {
      status: 201,
      json: { messageId: '<x>' },
    });

    await expect(bench.client.sendTemplate(mail)).resolves.toBe('already_sent');
    await expect(bench.client.sendTemplate(mail)).resolves.toBe('sent');
  });

  // Case C12: for contacts, Brevo changed its code for duplicates in 2026; the same may hold for a repeated mail.
  it.each<[number, object]>([
    [400, { code: 'duplicate_request', message: 'Duplicate request' }],
    [409, { code: 'duplicate_request', message: 'Duplicate request' }],
    [400, { code: 'invalid_parameter', message: 'idempotencyKey already used' }],
    [400, { code: 'invalid_parameter', message: 'Idempotency-Key has already been used in the last 30 minutes' }],
    [400, { code: 'invalid_parameter', message: 'Duplicate idempotency key' }],
    [400, { message: 'The idempotencyKey k was used before' }],
  ])('sending a mail with a key that was used, when Brevo answers %d %j', async (status, json) => {
    bench.server.answers({ status, json });

    await expect(sendMail()).resolves.toBe('already_sent');
  });

  it.each<[object, string]>([
    [{ code: 'invalid_parameter', message: 'idempotencyKey must be a UUID' }, 'brevo.rejected'],
    [{ code: 'invalid_parameter', message: 'The tag was used before' }, 'brevo.rejected'],
    [{ code: 'invalid_parameter', message: 'email is already associated with another Contact' }, 'brevo.duplicate'],
  ])('and a mail is not taken for sent when Brevo answers %j', async (json, code) => {
    bench.server.answers({ status: 400, json });

    expect((await caught(sendMail())).code).toBe(code);
  });

  it('and nothing else that is refused with the same status', async () => {
    const wrong = refusal('invalid_parameter', 'email is not valid in to');
    bench.server.answers(wrong, wrong, wrong);
    const mail = { templateId: 1, email: 'ada@example.com', params: {}, idempotencyKey: 'k' };

    expect((await caught(bench.client.removeFromList(3, ['ada@example.com']))).code).toBe('brevo.rejected');
    expect((await caught(bench.client.createAttribute('CITY', 'text'))).code).toBe('brevo.rejected');
    expect((await caught(bench.client.sendTemplate(mail))).code).toBe('brevo.rejected');
  });
});

describe('A removal', () => {
  it.each([0, 151])('of %d contacts is refused without a request', async (count) => {
    const emails = Array.from({ length: count }, (_, n) => `p${n}@example.com`);

    expect((await caught(bench.client.removeFromList(1, emails))).code).toBe('brevo.rejected');
    expect(bench.server.journal).toHaveLength(0);
  });
});

describe('An import', () => {
  const contacts = [{ email: 'ada@example.com', attributes: { CITY: 'Paris' } }];

  it('updates, empties nothing and sends the owner no mail', async () => {
    bench.server.answers({ status: 202, json: { processId: 217 } });

    await expect(bench.client.importContacts({ contacts, listIds: [35] })).resolves.toBe(217);
    expect(sent().body).toEqual({
      jsonBody: contacts,
      listIds: [35],
      updateExistingContacts: true,
      emptyContactsAttributes: false,
      disableNotification: true,
    });
  });

  it('without contacts or without a list, which Brevo refuses, is not sent', async () => {
    const errors = [
      await caught(bench.client.importContacts({ contacts: [], listIds: [1] })),
      await caught(bench.client.importContacts({ contacts, listIds: [] })),
    ];

    expect(errors.map((error: ConnectorError) => error.code)).toEqual(['brevo.rejected', 'brevo.rejected']);
    expect(bench.server.journal).toHaveLength(0);
  });

  it.each([
    ['queued', 'queued'],
    ['in_process', 'running'],
    ['processing', 'running'],
    ['completed', 'completed'],
    ['failed', 'failed'],
    ['cancelled', 'failed'],
    ['brand_new', 'running'],
  ])('that Brevo calls %s is %s', async (status, expected) => {
    bench.server.answers({ json: { id: 217, name: 'IMPORTUSER', status } });

    await expect(bench.client.getProcess(217)).resolves.toEqual({ id: 217, status: expected, reports: [] });
  });

  it('reports the kinds of refused rows, and not the addresses of their files', async () => {
    const report = { invalid_emails: null, duplicate_phone_id: 'https://files.example/ada.csv', duplicate_ext_id: '' };
    bench.server.answers({ json: { id: 217, name: 'IMPORTUSER', status: 'completed', info: { import: report } } });

    const { reports } = await bench.client.getProcess(217);

    expect(reports).toEqual(['duplicate_phone_id']);
  });

  it.each([
    [{ invalid_emails: 4, duplicate_email_id: 0, duplicate_phone_id: '0' }, ['invalid_emails']],
    [{ invalid_emails: [{ email: 'ada' }], duplicate_email_id: [], duplicate_phone_id: {} }, ['invalid_emails']],
    ['https://files.example/ada.csv', ['unknown']],
    [null, []],
    [0, []],
  ])('that tells of refused rows in another way (%j) reports them as well', async (report, expected) => {
    bench.server.answers({ json: { id: 217, name: 'IMPORTUSER', status: 'completed', info: { import: report } } });

    await expect(bench.client.getProcess(217)).resolves.toMatchObject({ reports: expected });
  });
});

describe('An event', () => {
  it('carries the person, the moment and what is known of it', async () => {
    bench.server.answers({ status: 204 });
    await bench.client.sendEvent({
      name: 'CSAT_SUBMITTED',
      email: 'ada@example.com',
      occurredAt: '2026-08-26T18:39:33.916276Z',
      properties: { ticket_id: 7, satisfaction_score: 0, tags: ['a'], subject: '', agent_name: null },
    });

    expect(sent().body).toEqual({
      event_name: 'CSAT_SUBMITTED',
      event_date: '2026-08-26T18:39:33.916Z',
      identifiers: { email_id: 'ada@example.com' },
      event_properties: { ticket_id: 7, satisfaction_score: 0, tags: ['a'], subject: '' },
    });
  });

  it('is found again by name, contact and time', async () => {
    const event = {
      contact_id: 1,
      event_name: 'X',
      event_date: '2026-11-22T07:00:00Z',
      event_properties: { event_key: 'k' },
    };
    bench.server.answers(
      { json: { count: 2, events: [event, { ...event, contact_id: null, event_properties: null }] } },
      { json: { count: 0 } },
    );
    const search = () => bench.client.listEvents({ name: 'X', contactId: 1, from: '2026-11-21', to: '2026-11-22' });

    await expect(search()).resolves.toEqual([
      { name: 'X', contactId: 1, occurredAt: '2026-11-22T07:00:00Z', properties: { event_key: 'k' } },
      { name: 'X', contactId: null, occurredAt: '2026-11-22T07:00:00Z', properties: {} },
    ]);
    await expect(search()).resolves.toEqual([]);
    expect(sent().query.toString()).toBe(
      'event_name=X&contact_id=1&startDate=2026-11-21&endDate=2026-11-22&limit=1000',
    );
  });
});

describe('A template mail', () => {
  it('carries its key, and the dry run, as fields of the body', async () => {
    const mail = { templateId: 12, email: 'ada@example.com', params: {}, idempotencyKey: 'k' };
    bench.server.answers({ status: 201, json: {} }, { status: 201, json: {} });
    await bench.client.sendTemplate(mail);
    await bench.client.sendTemplate({ ...mail, params: { a: 1 }, tags: ['t'], dryRun: true });

    expect(bench.server.journal.map((entry) => entry.body)).toEqual([
      { templateId: 12, to: [{ email: 'ada@example.com' }], headers: { idempotencyKey: 'k' } },
      {
        templateId: 12,
        to: [{ email: 'ada@example.com' }],
        params: { a: 1 },
        tags: ['t'],
        headers: { idempotencyKey: 'k', 'X-Sib-Sandbox': 'drop' },
      },
    ]);
  });
});
