import { admitted, scopeOf } from '../../src/activities/admission';
import { brevoError } from '../../src/brevo/errors';
import { ConnectorError } from '../../src/domain/errors/connector-error';
import type { HttpResponse, Transport } from '../../src/http/types';
import type { Store } from '../../src/store/types';
import { openTestStore, type OpenedStore } from '../store/stores';

/** Which calls of an account wait when one is refused for a reason that a person has to mend. */
it.each([
  ['POST /smtp/email', 'brevo.no_credits', 'brevo POST /smtp/email'],
  ['POST /events', 'brevo.no_credits', 'brevo POST /events'],
  // Credits are for what is sent: one contact's answer is nobody else's.
  ['GET /contacts/{email}', 'brevo.no_credits', null],
  ['POST /contacts', 'brevo.no_credits', null],
  ['POST /smtp/email', 'auth.brevo_forbidden', 'brevo POST /smtp/email'],
  ['GET /contacts/{email}', 'auth.brevo_refused', 'brevo'],
  ['POST /contacts', 'brevo.rejected', null],
] as const)('for %s, %s holds %s', (call, code, scope) => {
  expect(scopeOf({ vendor: 'brevo', call }, code)).toBe(scope);
});

/** Whether a vendor answers at all: one word for everybody, from what every request has met. */
describe('a vendor that does not answer', () => {
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openTestStore();
    ({ store } = opened);
    for (const account of ['shop', 'other']) {
      const keys = { email: 'you@shop.com', gorgiasApiKey: 'g', brevoApiKey: 'b' };
      await store.accounts.save({ account, domain: `${account}.gorgias.com`, ...keys });
    }
  });
  afterAll(() => opened.close());
  afterEach(() => store.db.query('delete from account_holds'));

  const asks = async (transport: Transport): Promise<void> => {
    const guarded = admitted(transport, {
      ...{ vendor: 'brevo', account: 'shop', enabled: true, asked: false, errorOf: brevoError },
      ...{ admission: store.admission, unanswered: store.unanswered },
      ...{ onHold: () => undefined, onLift: () => undefined, onAnswered: () => undefined },
    });
    const request = { method: 'GET', route: '/account', path: '/account', group: 'default' } as const;
    await guarded(request, undefined).catch((thrown: unknown) => {
      if (!(thrown instanceof ConnectorError)) throw thrown;
    });
  };
  const failing =
    (error: ConnectorError): Transport =>
    () =>
      Promise.reject(error);
  const answering =
    (over: Partial<HttpResponse>): Transport =>
    () =>
      Promise.resolve({ status: 200, headers: {}, text: '{}', ms: 1, ...over });
  const lost = new ConnectorError(
    'brevo.unavailable',
    'Brevo was not found by the name service (GET /account, ENOTFOUND)',
  );
  const earlier = (interval: string) =>
    store.db.query(
      `update account_holds set since = since - interval '${interval}', probe_at = probe_at - interval '${interval}'`,
    );

  it('is told with what was met last, once that lasts for longer than a repetition takes; the first answer ends it', async () => {
    await asks(failing(lost));
    const atOnce = await store.unanswered.read('shop');
    await earlier('20 seconds');
    await asks(failing(new ConnectorError('brevo.timeout', 'Brevo did not begin to answer in time')));
    const silent = await store.unanswered.read('shop');
    const others = await store.unanswered.read('other');
    const holds = await store.admission.holds('shop');
    await asks(answering({}));

    expect(atOnce).toEqual([]);
    expect(silent).toMatchObject([
      { vendor: 'brevo', code: 'brevo.timeout', message: 'Brevo did not begin to answer in time' },
    ]);
    expect([others, holds]).toEqual([[], []]);
    expect(await store.unanswered.read('shop')).toEqual([]);
    expect(await store.db.query('select 1 from account_holds')).toEqual([]);
  });

  it.each([
    ['a gateway’s page', { status: 502, text: '<html>' }, true],
    ['a page that claims success', { status: 200, text: '<html>' }, true],
    ['its own refusal of one record', { status: 400, text: '{"code":"invalid_parameter","message":"m"}' }, false],
    ['its own limit', { status: 429, text: '{}' }, false],
  ])('is %s one: %#', async (_what, response, isSilent) => {
    await asks(answering(response));
    await earlier('20 seconds');
    expect(await store.unanswered.read('shop')).toHaveLength(isSilent ? 1 : 0);
  });

  it('is nobody whom nobody has asked lately, nor whom the connector left when it shut down; a later silence begins anew', async () => {
    const { message } = lost;
    await asks(failing(new ConnectorError('brevo.unavailable', message, { details: { byOurselves: true } })));
    const left = await store.db.query('select 1 from account_holds');
    await asks(failing(lost));
    await earlier('11 minutes');
    await store.admission.probeNow('shop');
    const forgotten = await store.unanswered.read('shop');
    await asks(failing(lost));
    const anew = await store.unanswered.read('shop');

    expect([left, forgotten, anew]).toEqual([[], [], []]);
  });
});
