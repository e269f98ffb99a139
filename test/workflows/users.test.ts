import { ACCOUNT } from '../support/connector';
import { eventually } from '../support/eventually';
import { type OwnHarness, useOwnHarness } from '../support/own-harness';
import { temporalCli } from '../temporal/temporal-cli';

/** A payload that no key is needed for, as histories are printed. */
const plain = (text: string) => ({
  metadata: { encoding: Buffer.from('json/plain').toString('base64') },
  data: Buffer.from(JSON.stringify(text)).toString('base64'),
});

/** Temporal as its users use it: the plain CLI beside a connector whose payload codec is on. */
describe('a user of the Temporal CLI', () => {
  const open = useOwnHarness();
  const id = 'full-sync/yourstore';
  const workflow = (harness: OwnHarness, command: string, ...args: string[]) =>
    temporalCli(harness.temporal, ['workflow', command, ...args]);
  const start = (harness: OwnHarness, inputs: string, workflowId = id) =>
    temporalCli(harness.temporal, [
      ...['workflow', 'start', '--task-queue', 'gorgias-connector', '--type', 'fullSyncWorkflow'],
      ...['--workflow-id', workflowId, ...inputs.split(' AND ').flatMap((input) => ['--input', input])],
    ]);

  it('with the command of the README starts a run that completes, and finds it by its account', async () => {
    const harness = await open();

    expect(await start(harness, '{"account":"yourstore"}')).toMatchObject({ ok: true });
    const result = await workflow(harness, 'result', '--workflow-id', id);

    expect(result).toMatchObject({ ok: true, text: expect.stringContaining('COMPLETED') });
    expect(harness.differences()).toEqual([]);
    const described = await workflow(harness, 'describe', '--workflow-id', id, '--output', 'json');
    expect(JSON.parse(described.text)).toMatchObject({
      workflowExecutionInfo: { searchAttributes: { indexedFields: { GorgiasAccount: { data: plain(ACCOUNT).data } } } },
    });
    // The list is written a moment after the history.
    await eventually(async () =>
      (await workflow(harness, 'list', '--query', `GorgiasAccount = '${ACCOUNT}'`)).text.includes(id),
    );
  });

  it.each<[string, string, RegExp]>([
    ['no account', '{}', /account must be the subdomain in lower case/],
    ['two inputs', '{"account":"yourstore"} AND {"dryRun":true}', /2 inputs are given, and there is one/],
    ['an unknown field', '{"account":"yourstore","acount":1}', /acount is not a field of a sync/],
    ['a text for a number', '{"account":"yourstore","batchSize":"30"}', /batchSize must be a whole number/],
    ['a text for an object', '"yourstore"', /The input must be an object like/],
    [
      'an account that nobody installed',
      '{"account":"stranger"}',
      /No account stranger is installed\. Install the account/,
    ],
  ])('who gives %s sees the run fail at once with a sentence', async (_case, input, sentence) => {
    const harness = await open();

    await start(harness, input, 'full-sync/wrong');
    const result = await workflow(harness, 'result', '--workflow-id', 'full-sync/wrong');

    expect(result.ok).toBe(false);
    expect(result.text).toMatch(sentence);
    expect((await workflow(harness, 'describe', '--workflow-id', 'full-sync/wrong')).text).toMatch(sentence);
    expect((await workflow(harness, 'show', '--workflow-id', 'full-sync/wrong')).text).toMatch(sentence);
    expect(harness.sandbox.gorgias.journal.total + harness.sandbox.brevo.journal.total).toBe(0);
  });

  it('who starts a full sync under an id of their own has it run under that of the account, and a second one refused', async () => {
    const harness = await open();
    // Held up until both were started.
    harness.sandbox.gorgias.faults.add({ kind: '5xx', match: { pathPrefix: '/api/tickets' } });
    await start(harness, '{"account":"yourstore"}', 'mine');
    const described = () => workflow(harness, 'describe', '--workflow-id', id, '--output', 'json');
    await eventually(async () => (await described()).text.includes('EXECUTION_STATUS_RUNNING'));
    await start(harness, '{"account":"yourstore"}', 'mine-too');
    const second = await workflow(harness, 'result', '--workflow-id', 'mine-too');
    harness.sandbox.gorgias.faults.clear();
    const first = await workflow(harness, 'result', '--workflow-id', 'mine');

    expect(second).toMatchObject({
      ok: false,
      text: expect.stringContaining(
        'A full sync of yourstore is running already, with the workflow id full-sync/yourstore',
      ),
    });
    expect(first).toMatchObject({ ok: true, text: expect.stringContaining('COMPLETED') });
    expect((await workflow(harness, 'metadata', '--workflow-id', 'mine')).text).toContain(
      'runs as full-sync/yourstore',
    );
    expect(harness.differences()).toEqual([]);
  });

  it('who starts a ticket under the id of another one sees it fail at once, with the id that it must have', async () => {
    const harness = await open();
    const begin = (workflowId: string) =>
      temporalCli(harness.temporal, [
        ...['workflow', 'start', '--task-queue', 'gorgias-connector', '--type', 'ticketWorkflow'],
        ...['--workflow-id', workflowId, '--input', '{"account":"yourstore","ticketId":7}'],
      ]);

    await begin('ticket/yourstore/8');
    const result = await workflow(harness, 'result', '--workflow-id', 'ticket/yourstore/8');

    expect(result).toMatchObject({
      ok: false,
      text: expect.stringContaining('start it with the workflow id ticket/yourstore/7'),
    });
    expect((await workflow(harness, 'describe', '--workflow-id', 'ticket/yourstore/8')).text).toContain(
      'The input is about ticket 7 of yourstore, but the workflow id is ticket/yourstore/8',
    );
    expect(harness.sandbox.gorgias.journal.total).toBe(0);
  });

  it('pauses a run, reads in words where it is, and lets it go on', async () => {
    const harness = await open();
    const sentence = async (): Promise<string> => (await workflow(harness, 'metadata', '--workflow-id', id)).text;
    // Held up until the signal has arrived.
    harness.sandbox.gorgias.faults.add({ kind: '5xx', match: { pathPrefix: '/api/tickets' } });
    await start(harness, '{"account":"yourstore","batchSize":20}');
    await eventually(async () => (await sentence()).includes('reading tickets'));

    expect(await workflow(harness, 'signal', '--workflow-id', id, '--name', 'pause')).toMatchObject({ ok: true });
    harness.sandbox.gorgias.faults.clear();
    await eventually(async () => (await sentence()).includes('paused; `tajo connectors resume gorgias` goes on'));

    const asked = await workflow(harness, 'query', '--workflow-id', id, '--type', 'progress', '--output', 'json');
    expect(JSON.parse(asked.text)).toMatchObject({
      queryResult: [{ account: ACCOUNT, state: 'paused', sentence: expect.stringContaining('paused') }],
    });
    const misspelt = await workflow(harness, 'query', '--workflow-id', id, '--type', 'progres');
    expect(misspelt.text).toMatch(/did not register a handler for progres\. Registered queries: \[.*progress/);
    await workflow(harness, 'signal', '--workflow-id', id, '--name', 'resume');
    expect(await workflow(harness, 'result', '--workflow-id', id)).toMatchObject({ ok: true });
    expect(await sentence()).toMatch(/done: [\d,]+ contacts written, 0 unchanged/);
    expect(harness.differences()).toEqual([]);
  });

  it('sees at the top of a run what it is, and in its history why it waits', async () => {
    const harness = await open();
    harness.sandbox.gorgias.setCredentials({ email: 'somebody@else.com', apiKey: 'another' });
    await harness.begin();
    const history = async () =>
      JSON.parse((await workflow(harness, 'show', '--workflow-id', id, '--output', 'json')).text) as {
        events: unknown[];
      };
    await eventually(async () => JSON.stringify(await history()).includes('EVENT_TYPE_TIMER_STARTED'));

    expect((await history()).events).toContainEqual(
      expect.objectContaining({
        eventType: 'EVENT_TYPE_TIMER_STARTED',
        userMetadata: { summary: plain('key refused: waiting for a new one') },
      }),
    );
    const described = await workflow(harness, 'describe', '--workflow-id', id, '--output', 'json');
    expect(described.text).toContain('Full sync of yourstore');
    expect((await workflow(harness, 'metadata', '--workflow-id', id)).text).toContain(
      'waiting: Gorgias refused the e-mail or API key',
    );
  });
});
