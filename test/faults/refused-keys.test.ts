import { startSchedules } from '../../src/control/start-schedules';
import { incrementalScheduleId } from '../../src/workflows/messages';
import { GORGIAS } from '../support/connector';
import { describeFailure } from '../../src/control/describe-failure';
import { type Harness, SLOW, useHarness } from './harness';

const refusals = (logs: string): number => logs.split('\n').filter((line) => line.includes('"account.refused"')).length;

/** What a start does that has brought another key: the schedule is there and goes on, so it is not the schedule that wakes the run. */
async function startAgain({ account, connector: { client, store } }: Harness): Promise<void> {
  const schedule = { everyMs: 3_600_000, sweepMs: 'never' } as const;
  const started = { store, settingsOf: (of: string) => ({ enabled: of === account, schedule }) };
  await store.admission.probeNow(account);
  await startSchedules(client, started);
  await client.schedule.getHandle(incrementalScheduleId(account)).delete();
}

/** A refused key pauses the run and alerts once; the right key lets it go on where it stood (handbook reliability 7.4, U11). */
describe('a full sync whose keys are refused', () => {
  const open = useHarness(SLOW);

  it.each([
    ['Gorgias', 'auth.gorgias_refused'],
    ['Brevo', 'auth.brevo_refused'],
  ] as const)(
    'when %s refuses the key in the middle of a run, waits, alerts once and goes on with the new key',
    async (vendor, code) => {
      const harness = await open();
      const { sandbox, connector } = harness;
      const run = await harness.begin();
      await harness.until(({ resources }) => resources.some(({ pages }) => pages >= 2));
      if (vendor === 'Gorgias') sandbox.gorgias.setCredentials({ ...GORGIAS, apiKey: 'rotated' });
      else sandbox.brevo.setApiKey('rotated');

      const waiting = await harness.until(({ state }) => state === 'waiting');
      expect(waiting.sentence).toContain(`waiting: ${vendor} refused`);
      expect(await connector.store.accounts.find(harness.account)).toMatchObject({ state: 'refused', stateCode: code });
      // A person who resumes without a new key changes nothing and is not alerted again.
      const asked = sandbox.gorgias.journal.count({ status: 401 }) + sandbox.brevo.journal.count({ status: 401 });
      await connector.control.resume(harness.account);
      await harness.until(
        ({ state }) =>
          state === 'waiting' &&
          sandbox.gorgias.journal.count({ status: 401 }) + sandbox.brevo.journal.count({ status: 401 }) > asked,
      );
      expect(refusals(harness.logs())).toBe(1);
      expect(harness.logs()).toContain(code);

      await harness.saveKeys(vendor === 'Brevo' ? { brevoApiKey: 'rotated' } : { gorgiasApiKey: 'rotated' });
      if (vendor === 'Brevo') await connector.control.resume(harness.account);
      else await startAgain(harness);
      await run.ended;

      expect(harness.differences()).toEqual([]);
      expect(refusals(harness.logs())).toBe(1);
      expect(await connector.store.accounts.find(harness.account)).toMatchObject({
        state: 'connected',
        ...{ stateReason: null, stateCode: null },
      });
    },
  );

  it('when there is no helpdesk at the subdomain, fails with a sentence that says what to correct', async () => {
    const harness = await open();
    harness.sandbox.gorgias.faults.add({ kind: 'html', status: 404 });
    const run = await harness.begin();

    const failure = describeFailure(await run.ended.catch((thrown: unknown) => thrown));

    expect(failure.code).toBe('gorgias.wrong_domain');
    expect(failure.message).toContain('There is no Gorgias API at this domain');
    expect(failure.nextStep).toContain('like yourstore.gorgias.com');
    expect(await harness.connector.control.latestRun(harness.account)).toMatchObject({ state: 'failed' });
  });

  it('when the mapping does not fit Brevo, the run that fails while it is prepared is recorded as failed', async () => {
    const harness = await open({ brevo: { lists: [{ id: 35, name: 'All', folderId: 1 }] } });
    const run = await harness.begin();

    await expect(run.ended).rejects.toThrow();

    expect((await harness.connector.control.latestRun(harness.account))?.failure).toContain('Brevo has no list 36');
    expect(await harness.connector.store.runs.last(harness.account)).toMatchObject({ state: 'failed' });
  });
});
