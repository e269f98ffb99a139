import type { Fault } from '../../packages/sandbox/http/fault-types';
import { impatience } from './politeness';
import { UNLIMITED, useHarness } from './harness';

const storm = (seconds: number): Fault => ({
  kind: '429',
  retryAfterSeconds: seconds,
  probability: 0.6,
  times: 5,
});

/** An account's own limits, five times as fast so that the test is over soon. */
const REAL = { perSecond: 5, burst: 10 };

/** A limit is a wait, never a failure (handbook reliability 7.4, U1 and U2). */
describe('a full sync whose vendors answer 429', () => {
  const open = useHarness(UNLIMITED);

  it('when both answer six requests in ten with 429, waits as long as they ask each time and ends right', async () => {
    const harness = await open();
    const { gorgias, brevo } = harness.sandbox;
    gorgias.faults.add(storm(1));
    brevo.faults.add(storm(1));

    await harness.run();

    expect(harness.differences()).toEqual([]);
    expect(gorgias.faults.played).toEqual({ '429': 5 });
    expect(brevo.faults.played).toEqual({ '429': 5 });
    expect(impatience(gorgias.journal.requests(), 1_000)).toEqual([]);
    expect(impatience(brevo.journal.requests(), 1_000, (path) => path.startsWith('/v3/contacts'))).toEqual([]);
  });

  it('when a 429 names no time or nonsense, waits a second at least and ends right', async () => {
    const harness = await open();
    const { gorgias, brevo } = harness.sandbox;
    const refusal = (headers: Record<string, string>, skip: number): Fault => ({
      ...{ kind: 'status', status: 429, headers, times: 1, skip },
    });
    gorgias.faults.add(refusal({ 'Retry-After': '0' }, 4));
    gorgias.faults.add(refusal({ 'X-Gorgias-Account-Api-Call-Limit': 'none', 'Retry-After': '-1, 7' }, 9));
    brevo.faults.add(refusal({}, 1));
    brevo.faults.add(refusal({ 'x-sib-ratelimit-reset': '0' }, 3));
    brevo.faults.add(refusal({ 'x-sib-ratelimit-reset': 'soon', 'x-sib-ratelimit-remaining': '-4' }, 5));

    await harness.run();

    expect(harness.differences()).toEqual([]);
    expect([gorgias.faults.played, brevo.faults.played]).toEqual([{ status: 2 }, { status: 3 }]);
    expect(impatience(gorgias.journal.requests(), 1_000)).toEqual([]);
    expect(impatience(brevo.journal.requests(), 1_000, (path) => path.startsWith('/v3/contacts'))).toEqual([]);
  });
});

describe('a full sync at the limits of a real account', () => {
  const open = useHarness(REAL);

  it('when both vendors count, meets not a single 429', async () => {
    const harness = await open({
      world: { customers: 40, tickets: 60, surveys: 20, active: { customers: 8, messages: 30 } },
      gorgias: { rate: { capacity: REAL.burst, perSecond: REAL.perSecond } },
      brevo: { limits: 'on' },
    });

    await harness.run();

    expect(harness.differences()).toEqual([]);
    expect(harness.sandbox.gorgias.journal.count({ status: 429 })).toBe(0);
    expect(harness.sandbox.brevo.journal.count({ status: 429 })).toBe(0);
  });

  it('when a list fails at every size but a small one, reads it in pages that come', async () => {
    const harness = await open();
    const fails = (limit: number, path: string) => limit > 5 && path === '/api/customers';
    harness.sandbox.gorgias.faults.add({
      ...{ kind: 'status', status: 500, body: { error: { msg: 'Internal server error' } } },
      match: ({ path, query }) => fails(Number(new URLSearchParams(query).get('limit')), path),
    });

    await harness.run();

    expect(harness.differences()).toEqual([]);
    expect(harness.logs()).toContain('"why":"failing"');
  });
});
