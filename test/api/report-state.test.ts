import { NOTHING_REHEARSED } from '../../src/domain/rehearsal/tally';
import { ConnectorError } from '../../src/domain/errors/connector-error';
import { install, startApi, type RunningApi } from './running-api';
import { runState } from './scripted-runs';

const GORGIAS = '/v1/connectors/gorgias';

/** Reports whose workflows have not come to write their end. */
describe('a report that is under way in the store', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
    await install(api);
    const { audits, facts, rehearsals } = api.store;
    const now = await facts.now();
    const audit = { auditId: 'run-1', scope: 'all', nightly: false, wanted: null, contacts: 3, findings: [] } as const;
    await audits.begin('yourstore', { ...audit, position: { phase: 'pages', offset: 0 } });
    const agreement = { compared: 0, differing: {} };
    const tally = { today: NOTHING_REHEARSED, proposed: null, changed: 0, agreement };
    await rehearsals.begin('yourstore', { id: 'run-1', from: now, until: now, policy: null, tally });
  });
  afterAll(() => api.close());

  const states = async (): Promise<readonly unknown[]> => {
    const [rehearsal, audit, list] = await Promise.all(
      ['rehearsals/run-1', 'audit/report', 'audits'].map((path) => api.call('GET', `${GORGIAS}/${path}`)),
    );
    return [rehearsal?.body.state, audit?.body.report.state, list?.body.reports[0].state];
  };

  it.each([
    ['whose run goes on', runState('running'), 'running'],
    ['whose run was terminated', runState('failed'), 'failed'],
    ['whose run was followed by another', runState('running', { runId: 'run-2' }), 'failed'],
    ['whose run Temporal does not know any more', null, 'failed'],
  ])('%s is so or not, by the same rule for audits and rehearsals', async (_, run, state) => {
    api.connector.auditRun = run;
    api.connector.rehearsalRun = run;

    expect(await states()).toEqual([state, state, state]);
  });

  it('is under way as far as anybody knows while Temporal is away', async () => {
    api.connector.failWith = new ConnectorError('temporal.unavailable', 'Temporal does not answer.');

    expect(await states()).toEqual(['running', 'running', 'running']);
  });
});
