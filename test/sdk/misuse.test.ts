import { TajoClient } from '../../packages/sdk/index';

/** Nobody listens there: whatever is refused is refused before anything is sent. */
const NOWHERE = { url: 'http://127.0.0.1:9', apiKey: 'k' };
const tajo = new TajoClient<'win-back'>(NOWHERE);
const { connectors, campaigns, privacy } = tajo;

/** As a program without types calls it. */
type Loose = Record<string, (...args: unknown[]) => unknown>;
const loose = connectors as unknown as Loose;
const call = (name: string, ...args: unknown[]): unknown => loose[name]?.('gorgias', ...args);

it.each<[string, () => unknown, string, string]>([
  ['sync dryrun', () => call('sync', { dryrun: true }), 'dryrun', 'sync has no option dryrun: the nearest is dryRun.'],
  ['sync batch_size', () => call('sync', { batch_size: 30 }), 'batch_size', 'the nearest is batchSize'],
  ['sync dryRun: undefined beside it', () => call('sync', { sinse: undefined }), 'sinse', 'the nearest is since'],
  ['connect api_key', () => call('connect', { domain: 'x', api_key: 'k' }), 'api_key', 'the nearest is apiKey'],
  ['install, as connect', () => call('install', { domian: 'x' }), 'domian', 'connect has no option domian'],
  [
    'rotateKey gorgiasApiKey',
    () => call('rotateKey', { gorgiasApiKey: 'k' }),
    'gorgiasApiKey',
    'there is account, email',
  ],
  ['uninstall purgeData', () => call('uninstall', { purgeData: true }), 'purgeData', 'there is account, purge'],
  ['status acount', () => call('status', { acount: 'a' }), 'acount', 'the nearest is account'],
  ['follow runID', () => call('follow', { runID: 'a' }), 'runID', 'the nearest is runId'],
  ['quarantine limits', () => call('quarantine', { limits: 5 }), 'limits', 'the nearest is limit'],
  ['retryQuarantine dry', () => call('retryQuarantine', { cause: 'x', dry_run: true }), 'dry_run', 'dryRun'],
  ['why ticket', () => call('why', { ticket: 5 }), 'ticket', 'the nearest is ticketId'],
  ['deliveries ticketid', () => call('deliveries', { ticketid: 5 }), 'ticketid', 'the nearest is ticketId'],
  ['automations groupBy', () => call('automations', { groupBy: 'week' }), 'groupBy', 'there is account, since, by'],
  ['audit samples', () => call('audit', { samples: 5 }), 'samples', 'the nearest is sample'],
  ['rehearse polcy', () => call('rehearse', { polcy: {} }), 'polcy', 'the nearest is policy'],
  [
    'setUpWebhooks adress',
    () => call('setUpWebhooks', { url: 'https://a.b', moves: true }),
    'moves',
    'the nearest is move',
  ],
  [
    'handleEvent wait',
    () => call('handleEvent', { type: 'x', payload: { ticketId: 1 } }, { wait: true }),
    'wait',
    'account',
  ],
  ['on onConnect', () => call('on', 'ticket.closed', () => undefined, { onConnect: 1 }), 'onConnect', 'onConnected'],
  ['on without a handler', () => call('on', 'ticket.closed'), 'handler', 'on needs a function'],
  ['on of no event', () => call('on', 'ticket.close', () => undefined), 'type', 'the nearest is ticket.closed'],
  [
    'trigger param',
    () => campaigns.trigger('win-back', { email: null, param: {} } as never),
    'param',
    'the nearest is params',
  ],
  [
    'trigger idempotency_key',
    () => campaigns.trigger('win-back', { email: null, idempotency_key: 'a' } as never),
    'idempotency_key',
    'idempotencyKey',
  ],
  ['history fates', () => campaigns.history({ fates: 'held' } as never), 'fates', 'the nearest is fate'],
  ['erase inBrevo', () => privacy.erase('a@b.example', { inBrevo: true } as never), 'inBrevo', 'the nearest is brevo'],
  [
    'a client with apikey',
    () => new TajoClient({ ...NOWHERE, apikey: 'k' } as never),
    'apikey',
    'the nearest is apiKey',
  ],
  [
    'why 123',
    () => call('why', 123),
    'options',
    'why takes an object of options, like { ticketId: 123 }, and was given a number.',
  ],
  ['why of nothing', () => call('why'), 'options', 'like { ticketId: 123 }, and was given nothing'],
  ['status null', () => call('status', null), 'options', 'like { account: … }, and was given null'],
  [
    'a client with a key alone',
    () => new TajoClient('secret' as never),
    'options',
    'like { apiKey: KEY }, and was given a string',
  ],
  [
    'a connector that there is not',
    () => loose['plan']?.('zendesk', {}),
    'connector',
    'There is no connector "zendesk": the one that there is, is gorgias.',
  ],
])(
  'when a program misuses a call (%s), it is refused with the nearest before anything is sent',
  async (_what, misuse, field, words) => {
    await expect(Promise.resolve().then(misuse)).rejects.toMatchObject({
      code: 'input.invalid',
      field,
      message: expect.stringContaining(words),
    });
  },
);

it('what is misspelt, the compiler finds too', () => {
  const program = async (): Promise<void> => {
    // @ts-expect-error unknown option
    await connectors.sync('gorgias', { dryrun: true });
    // @ts-expect-error unknown event
    connectors.on('gorgias', 'ticket.close', () => undefined);
    // @ts-expect-error no campaign of tajo.yaml
    await campaigns.trigger('win-bak', { email: null });
  };

  expect(program).toBeInstanceOf(Function);
});
