import { PassThrough } from 'node:stream';
import { runMainJob } from '../../src/dev/first-sync';
import { createOutput } from '../../src/dev/output';
import { type Answer, useAnswers } from './answers';

const AT = '2026-11-29T00:00:00.000000Z';
const RUN = { runId: 'run-1', startedAt: AT };
const STARTED: Answer = [
  200,
  { account: 'a', type: 'full', turn: 'started', workflowId: 'full-sync/a', ui: null, ...RUN },
];
const TOTALS = {
  ...{ requests: 0, pages: 0, rows: 0, published: 0, unchanged: 0, held: 0, enriched: 0, seconds: 0 },
};
const waiting = (state: string): Answer => [
  200,
  {
    account: 'a',
    run: { ...RUN, type: 'full', state, finishedAt: null, failure: null, failureCode: null, totals: TOTALS },
    progress: {
      ...{ account: 'a', phase: 'reading', state: 'waiting', sentence: 'waiting', resources: [], ...RUN },
      ...{ published: 0, unchanged: 0, held: 0, due: 0, requests: 0, enriched: 0, toEnrich: null, budgetLeft: null },
      ...{ percent: null, etaSeconds: null },
    },
  },
];
const RESUMED: Answer = [200, { account: 'a', state: 'connected' }];
const listed = (stateCode: string): Answer => {
  const state = { state: 'refused', stateReason: 'Gorgias refused the e-mail or API key.', stateCode };
  const rest = { connector: 'gorgias', account: 'a', domain: 'a.gorgias.com', installedAt: AT, sandbox: false };
  return [200, { connectors: [{ ...rest, ...state }], ui: null }];
};

/** The first sync of `npm start`, against a connector that says what it is told to. */
describe('the main job', () => {
  const answering = useAnswers();
  const end = async (answers: readonly Answer[], once: boolean) => {
    const { url } = await answering(answers);
    const screen = new PassThrough() as unknown as NodeJS.WriteStream;
    return runMainJob({
      url,
      apiKey: 'key',
      account: 'a',
      screen,
      signal: new AbortController().signal,
      once,
      settingsFile: 'off.yaml',
    });
  };

  const ended = { ...TOTALS, published: 7 };
  const last = waiting('completed')[1] as { readonly run: object };
  const completed: Answer = [200, { ...last, run: { ...last.run, totals: ended } }];
  const [refused, noCredits] = [listed('auth.gorgias_refused'), listed('brevo.no_credits')];
  const looks = [waiting('running'), waiting('running'), waiting('running')];

  it('when it waits for a refused key and nobody stays to give another one, ends with what to do', async () => {
    // The key may have been corrected since it began to wait: it is told to try at once.
    expect(await end([STARTED, waiting('running'), refused, RESUMED, ...looks, refused, ...looks], true)).toEqual({
      totals: null,
      code: 'auth.gorgias_refused',
      reason:
        'Gorgias refused the e-mail or API key. The sync keeps its place: correct GORGIAS_EMAIL and GORGIAS_API_KEY and start again.',
    });
  });

  it.each([
    ['somebody stays', false, [waiting('running')]],
    ['it goes on when it is told to', true, [waiting('running'), refused, RESUMED, waiting('running')]],
    ['what is refused is no key', true, [waiting('running'), noCredits, RESUMED, ...looks, noCredits]],
  ])('when %s, waits until the run has ended', async (_, once, answers) => {
    expect(await end([STARTED, ...answers, completed], once)).toMatchObject({ totals: ended });
  });

  it('of an account that is switched off ends so, in one line for a program', async () => {
    const off: Answer = [409, { error: { code: 'account.off', message: 'The account is switched off.' } }];
    const ending = await end([off], true);
    const written: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      written.push(String(chunk));
      return true;
    });
    createOutput(true).finished(ending);
    write.mockRestore();

    expect(written.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        finished: false,
        totals: null,
        code: 'account.off',
        reason: expect.stringMatching(/switched off.*`enabled: true` in off\.yaml/),
      },
    ]);
  });
});
