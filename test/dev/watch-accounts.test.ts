import { watchAccounts } from '../../src/dev/watch-accounts';
import { eventually } from '../support/eventually';
import { type Answer, useAnswers } from './answers';

const EVERY_MS = 10;

function listOf(...accounts: readonly Record<string, unknown>[]): Answer {
  const connected = { state: 'connected', stateReason: null, stateCode: null };
  const rest = { connector: 'gorgias', installedAt: '2026-11-29T00:00:00.000000Z', sandbox: false };
  const connectors = accounts.map((one) => ({ ...connected, ...rest, domain: 'a.gorgias.com', ...one }));
  return [200, { connectors, ui: null }];
}

/** What `npm start` says of its accounts while it stays up. */
describe('watching accounts', () => {
  const answering = useAnswers();

  const saidOf = async (answers: readonly Answer[]): Promise<readonly string[]> => {
    const { url, asked } = await answering(answers);
    const lines: string[] = [];
    const stop = watchAccounts({ url, apiKey: 'key', report: (line) => lines.push(line), everyMs: EVERY_MS });
    await eventually(() => asked() > answers.length + 2);
    stop();
    return lines;
  };

  it('tells of each change once, with the command that ends it', async () => {
    const refused = { account: 'a', state: 'refused', stateReason: 'Brevo refused the API key. Check it.' };
    const lines = await saidOf([
      listOf({ account: 'a' }),
      listOf({ account: 'a', state: 'paused' }),
      listOf({ account: 'a', state: 'paused' }),
      listOf({ account: 'a' }),
      listOf({ ...refused, stateCode: 'auth.brevo_refused' }),
      listOf({ ...refused, stateCode: 'brevo.no_credits', stateReason: 'Brevo has no credits. Buy some.' }),
      listOf({ account: 'a', state: 'off', stateReason: 'Set `enabled: true` in off.yaml.' }),
      listOf(),
    ]);

    expect(lines).toEqual([
      'a is paused: nothing is sent. Go on: npx tajo connectors resume gorgias',
      '✓ a goes on.',
      '✗ a waits: Brevo refused the API key. Check it. Another key: npx tajo connectors rotate-key gorgias --brevo-api-key -',
      '✗ a waits: Brevo has no credits. Buy some. Once it is mended: npx tajo connectors resume gorgias',
      'a is switched off: nothing is read and nothing is sent. Set `enabled: true` in off.yaml.',
      'a is uninstalled: nothing is read or sent for it.',
    ]);
  });

  it('tells that a vendor does not answer, once for however many requests, and that it does again', async () => {
    const silent = (reason: string) => ({
      account: 'a',
      unanswered: [
        { vendor: 'brevo', code: 'brevo.unavailable', reason, nextStep: 'Wait.', since: '2026-11-29T00:00:00Z' },
      ],
    });
    const lines = await saidOf([
      listOf(silent('Brevo refused the connection.')),
      listOf(silent('Brevo did not begin to answer in time.')),
      listOf({ account: 'a' }),
    ]);

    expect(lines).toEqual(['✗ a: Brevo refused the connection. Wait.', '✓ a goes on.']);
  });

  it('tells that one which was uninstalled is installed again', async () => {
    const lines = await saidOf([listOf({ account: 'a' }), listOf(), listOf(), listOf({ account: 'a' })]);

    expect(lines).toEqual(['a is uninstalled: nothing is read or sent for it.', '✓ a is installed again.']);
  });

  it('of several names the account in the command; at the first look tells only what stops', async () => {
    const lines = await saidOf([
      listOf({ account: 'a' }, { account: 'b', state: 'paused' }, { account: 'c', state: 'off' }),
    ]);

    expect(lines).toEqual(['b is paused: nothing is sent. Go on: npx tajo connectors resume gorgias --account b']);
  });
});
