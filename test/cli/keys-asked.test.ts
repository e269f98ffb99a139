import { PassThrough } from 'node:stream';
import { runCli } from '../../packages/sdk/cli/run';
import { readClientSettings } from '../../packages/sdk/client/client-settings';
import { TajoClient } from '../../packages/sdk/index';
import { API_KEY, install, type RunningApi, startApi } from '../api/running-api';
import { CONTEXT } from './bare-context';
import { openTerminal } from './terminal';

const KEY = 'canary-typed';

describe('rotate-key on a terminal', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi({ requestsPerSecond: 1000 });
    await install(api);
  });
  afterAll(() => api.close());
  beforeEach(() => {
    api.connector.asked.keyChanges.length = 0;
  });

  async function tajo(flags: readonly string[], answerTo: (question: string) => string) {
    const person = openTerminal(answerTo);
    const stderr = new PassThrough();
    const exitCode = await runCli(['connectors', 'rotate-key', 'gorgias', '--no-test', ...flags], {
      ...CONTEXT,
      settings: readClientSettings({ env: { NO_COLOR: '1' } }),
      client: new TajoClient({ url: api.url, apiKey: API_KEY }),
      io: { stdout: person.screen, stderr, stdin: person.keyboard, onInterrupt: () => () => undefined },
    });
    return { exitCode, questions: person.questions, seen: person.seen() + String(stderr.read() ?? '') };
  }

  it.each([
    ['without a flag, by vendor', [], ['Which key is new?', 'Brevo API key?'], { brevoApiKey: KEY }],
    ['with -, for that key', ['--gorgias-api-key', '-'], ['Gorgias API key?'], { gorgiasApiKey: KEY }],
  ])('a person is asked %s, and what is typed is not shown', async (_how, flags, questions, changed) => {
    const answered = await tajo(flags, (question) => (question.startsWith('Which') ? '\x1B[B\r' : `${KEY}\r`));

    expect(answered).toMatchObject({
      exitCode: 0,
      questions: questions.map((question) => expect.stringContaining(question)),
    });
    expect(api.connector.asked.keyChanges).toEqual([{ account: 'yourstore', ...changed }]);
    expect(answered.seen).not.toContain(KEY);
  });

  it('when the question is left by Ctrl-C, nothing is changed', async () => {
    const left = await tajo([], () => '\x03');

    expect(left).toMatchObject({ exitCode: 2, seen: expect.stringContaining('Nothing was changed.') });
    expect(api.connector.asked.keyChanges).toEqual([]);
  });
});
