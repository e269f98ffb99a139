import { GORGIAS } from '../support/connector';
import { describeFailure } from '../../src/control/describe-failure';
import { SLOW, useStage } from './stage';

const refusals = (logs: string): number => logs.split('\n').filter((line) => line.includes('"account.refused"')).length;

/** A refused key pauses the run and alerts once; the right key lets it go on where it stood (handbook reliability 7.4, U11). */
describe('a full sync whose keys are refused', () => {
  const open = useStage(SLOW);

  it.each([
    ['Gorgias', 'auth.gorgias_refused'],
    ['Brevo', 'auth.brevo_refused'],
  ] as const)(
    'when %s refuses the key in the middle of a run, waits, alerts once and goes on with the new key',
    async (vendor, code) => {
      const stage = await open();
      const { sandbox, connector } = stage;
      const run = await stage.begin();
      await stage.until(({ resources }) => resources.some(({ pages }) => pages >= 2));
      if (vendor === 'Gorgias') sandbox.gorgias.setCredentials({ ...GORGIAS, apiKey: 'rotated' });
      else sandbox.brevo.setApiKey('rotated');

      const waiting = await stage.until(({ state }) => state === 'waiting');
      expect(waiting.sentence).toContain(`waiting: ${vendor} refused`);
      expect(await connector.store.accounts.find(stage.account)).toMatchObject({ state: 'refused', stateCode: code });
      // A person who resumes without a new key changes nothing and is not alerted again.
      const asked = sandbox.gorgias.journal.count({ status: 401 }) + sandbox.brevo.journal.count({ status: 401 });
      await connector.control.resume(stage.account);
      await stage.until(
        ({ state }) =>
          state === 'waiting' &&
          sandbox.gorgias.journal.count({ status: 401 }) + sandbox.brevo.journal.count({ status: 401 }) > asked,
      );
      expect(refusals(stage.logs())).toBe(1);
      expect(stage.logs()).toContain(code);

      await stage.saveKeys(vendor === 'Brevo' ? { brevoApiKey: 'rotated' } : { gorgiasApiKey: 'rotated' });
      await connector.control.resume(stage.account);
      await run.ended;

      expect(stage.differences()).toEqual([]);
      expect(refusals(stage.logs())).toBe(1);
      expect(await connector.store.accounts.find(stage.account)).toMatchObject({
        state: 'connected',
        ...{ stateReason: null, stateCode: null },
      });
    },
    180_000,
  );

  it('when there is no helpdesk at the subdomain, fails with a sentence that says what to correct', async () => {
    const stage = await open();
    stage.sandbox.gorgias.faults.add({ kind: 'html', status: 404 });
    const run = await stage.begin();

    const failure = describeFailure(await run.ended.catch((thrown: unknown) => thrown));

    expect(failure.code).toBe('gorgias.wrong_domain');
    expect(failure.message).toContain('There is no Gorgias API at this domain');
    expect(failure.nextStep).toContain('like yourstore.gorgias.com');
    expect(await stage.connector.control.latestRun(stage.account)).toMatchObject({ state: 'failed' });
  }, 180_000);

  it('when the mapping does not fit Brevo, the run that fails while it is prepared is recorded as failed', async () => {
    const stage = await open({ brevo: { lists: [{ id: 35, name: 'All', folderId: 1 }] } });
    const run = await stage.begin();

    await expect(run.ended).rejects.toThrow();

    expect((await stage.connector.control.latestRun(stage.account))?.failure).toContain('Brevo has no list 36');
    expect(await stage.connector.store.runs.last(stage.account)).toMatchObject({ state: 'failed' });
  }, 180_000);
});
