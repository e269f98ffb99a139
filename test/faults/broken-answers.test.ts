import type { Fault } from '../../packages/sandbox/http/fault-types';
import { unsafeWrites } from './politeness';
import { type Harness, UNLIMITED, useHarness } from './harness';

/** Each of these passes; the run must end as if nothing had been (handbook reliability 7.4, U3 to U7). */
describe('a full sync over a network and vendors that fail', () => {
  const open = useHarness(UNLIMITED);

  const endsRight = async (harness: Harness): Promise<void> => {
    await harness.run();
    expect(harness.differences()).toEqual([]);
    expect(unsafeWrites(harness.sandbox.brevo.journal.requests())).toEqual([]);
  };

  it('when Gorgias answers 5xx, HTML and halves of pages, and cuts connections, ends right', async () => {
    const harness = await open();
    const { faults } = harness.sandbox.gorgias;
    const planned: readonly Fault[] = [
      { kind: '5xx', times: 4, probability: 0.3 },
      { kind: 'html', status: 200, times: 2, skip: 5 },
      { kind: 'html', status: 502, times: 1, skip: 9 },
      { kind: 'truncated', times: 2, skip: 14 },
      { kind: 'reset-before', times: 2, skip: 20 },
      { kind: 'reset-after-commit', times: 1, skip: 26 },
    ];
    for (const fault of planned) faults.add(fault);

    await endsRight(harness);

    expect(faults.played).toEqual({ '5xx': 4, html: 3, truncated: 2, 'reset-before': 2, 'reset-after-commit': 1 });
  });

  it('when Brevo answers 5xx and HTML and loses answers before and after it has written, ends right', async () => {
    const harness = await open({ missingAttributes: ['CSAT_SCORE', 'VIP_STATUS'] });
    const { faults } = harness.sandbox.brevo;
    const writes = { method: 'POST', pathPrefix: '/v3/contacts' };
    const planned: readonly Fault[] = [
      { kind: 'reset-after-commit', match: { method: 'POST', pathPrefix: '/v3/contacts/attributes' }, times: 1 },
      { kind: 'reset-after-commit', match: { method: 'POST', pathPrefix: '/v3/contacts/import' }, times: 1, skip: 1 },
      { kind: 'status-after-commit', match: writes, times: 1, skip: 8 },
      { kind: 'html', status: 200, match: writes, times: 1, skip: 11 },
      { kind: 'reset-before', match: writes, times: 1, skip: 14 },
      { kind: 'truncated', match: { method: 'GET' }, times: 1, skip: 1 },
      { kind: '5xx', times: 3, probability: 0.3 },
    ];
    for (const fault of planned) faults.add(fault);

    await endsRight(harness);

    expect(faults.played).toMatchObject({ 'reset-after-commit': 2, 'status-after-commit': 1, '5xx': 3 });
  });

  it('when both vendors once never answer, Brevo after it has written, asks again after the time-out and ends right', async () => {
    const harness = await open({ world: { customers: 40, tickets: 60, surveys: 20 } });
    const { gorgias, brevo } = harness.sandbox;
    gorgias.faults.add({ kind: 'hang', match: { method: 'GET', pathPrefix: '/api/tickets' }, skip: 1, times: 1 });
    brevo.faults.add({ kind: 'hang', commit: true, match: { method: 'POST', pathPrefix: '/v3/contacts' }, times: 1 });

    await endsRight(harness);

    expect([gorgias.faults.played, brevo.faults.played]).toEqual([{ hang: 1 }, { hang: 1 }]);
  });
});
