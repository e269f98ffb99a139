import { timestampOf } from '../../src/domain/timestamp';
import { ACCOUNT } from '../support/connector';
import { eventually } from '../support/eventually';
import { describeWhereTimeSkips } from '../support/where-time-skips';
import { disagreements } from './one-hour/agree';
import type { Answers, Json, MoreAnswers } from './one-hour/answers';
import { type Hour, MINUTE, openHour } from './one-hour/hour';

/** One scripted hour of the sandbox: after each step whatever is asked, and however, says the same. */
describeWhereTimeSkips()('an hour of a shop', () => {
  let hour: Hour;
  let last: Answers;
  beforeAll(async () => {
    hour = await openHour();
  });
  afterAll(() => hour.end());

  /** All that moves has come to rest when nothing is contradicted any more. */
  const allAgree = async ({ plan } = { plan: false }): Promise<Answers> => {
    let wrong: readonly string[] = [];
    await eventually(
      async () => {
        last = await hour.ask();
        if ((wrong = disagreements(last)).length > 0) return false;
        last = { ...last, more: await hour.askMore(last, { plan }) };
        return (wrong = disagreements(last)).length === 0;
      },
      () => wrong.join('\n'),
    );
    return last;
  };
  const untilState = async (wanted: string): Promise<void> => {
    let status: Json;
    await eventually(
      async () => (status = await hour.call('GET', '/status')).state === wanted,
      () => JSON.stringify(status),
    );
  };
  const address = (name: string): string => `${name}@customer.example.com`;

  it('before the first sync, while it is paused, while it runs and when it has ended', async () => {
    const { api: before } = await allAgree();
    await hour.call('POST', '/pause');
    await hour.startSync();
    await eventually(async () => (await hour.call('GET', '/progress')).progress?.state === 'paused');
    const { api: paused } = await allAgree();
    await hour.call('POST', '/resume');
    const seen: Json[] = [];
    await hour.finishSync((progress) => seen.push(progress));
    const { api: after } = await allAgree({ plan: true });

    expect([before.status.run, before.status.customersCount]).toEqual([null, 0]);
    expect([paused.status.state, paused.status.progress.state]).toEqual(['paused', 'paused']);
    expect(after.status.run).toMatchObject({
      state: 'completed',
      totals: { published: after.status.contacts.published },
    });
    const percents = seen.flatMap(({ percent }) => percent ?? []);
    expect(percents).toEqual(percents.toSorted((a: number, b: number) => a - b));
    for (const { state, etaSeconds } of seen) if (state !== 'completed') expect(etaSeconds).not.toBe(0);
  });

  it('with tickets that wait, are rated, held, capped, not wanted, not answered, and rated too late', async () => {
    const { blocklisted } = hour.sandbox.acquaintances;
    const rated = await hour.open(address('ann'));
    hour.sandbox.world.change({ do: 'runRule', ticketId: rated, rule: { id: 7, name: 'Tag' }, addTags: ['shipping'] });
    await hour.close(rated, 5);
    await hour.readFeed();
    await hour.until(rated, /due/);
    await allAgree();

    const other = await hour.open(address('bob'));
    const held = await hour.open(address('bob'));
    await hour.close(held, 5);
    const refused = await hour.open(blocklisted ?? '');
    await hour.close(refused, 1);
    const unhappy = await hour.open(address('cid'));
    await hour.close(unhappy, 1);
    const silent = await hour.open(address('dan'));
    await hour.close(silent);
    await hour.until(refused, /blocklist/);
    await allAgree();

    await hour.skip(6 * MINUTE);
    await hour.until(held, /held/);
    // As a program's workflow leaves them that could not be sent.
    const { campaignRequests } = hour.store;
    for (const status of ['given-up', 'unknown'] as const) {
      const asked = { name: 'upsell', ticketId: null, emailKey: null, params: {}, askedAt: timestampOf(new Date()) };
      await campaignRequests.ask(ACCOUNT, { id: status, ...asked });
      await campaignRequests.settle(ACCOUNT, status, { status, reason: 'as it was left', until: null });
    }
    const { api: early } = await allAgree();
    expect(early.funnel.requested).toMatchObject([{ fate: 'given-up' }, { fate: 'unknown', requests: 1 }]);
    expect(early.funnel).toMatchObject({ ends: 4, sent: 2, pending: 1, skipped: 1 });

    const again = await hour.open(address('cid'));
    await hour.close(again, 2);
    await hour.until(again, /cap/);
    await hour.skip(16 * MINUTE);
    await eventually(async () => Number((await hour.call('GET', `/campaigns?limit=100`)).groups.length) >= 4);
    await allAgree();
    hour.sandbox.world.change({ do: 'scoreSurvey', ticketId: silent, score: 4 });
    await hour.hint(silent);
    await eventually(async () => (await hour.ask()).api.satisfaction.late === 1);
    await allAgree();

    await hour.close(other, 4);
    await hour.skip(20 * MINUTE);
    const { api: late } = await allAgree();
    // Tickets of the past that the feed told of are open.
    expect(late.live.tickets.filter(({ stage }: Json) => stage !== 'open')).toEqual([]);
  });

  it('with a key that is refused, and mended', async () => {
    const ticketId = await hour.open(address('eve'));
    hour.sandbox.brevo.setApiKey('another');
    await hour.close(ticketId, 1);
    await untilState('refused');
    const { api: refused } = await allAgree();
    hour.sandbox.brevo.setApiKey('xkeysib-test-key');
    await hour.call('POST', '/resume');
    await hour.hint(ticketId);
    await hour.skip(70 * MINUTE);
    await untilState('connected');
    await allAgree({ plan: true });

    expect(refused.status).toMatchObject({ connected: false, stateCode: 'auth.brevo_refused' });
  });

  it.each<[string, (answers: Planted) => void]>([
    ['a number of contacts', ({ api }) => void (api['live'].contacts.published = 7_777)],
    [
      'a number for a person',
      ({ text }) => void (text['status'] = text['status']?.replace(/Customers \d+/, 'Customers 7') ?? ''),
    ],
    ['a state', ({ api }) => void (api['live'].state = 'paused')],
    [
      'a hold of the key of an account that is connected',
      ({ api }) => void (api['status'].holds = [{ code: 'auth.brevo_refused' }]),
    ],
    ['a campaign that was sent', ({ api }) => void (api['funnel'].sent = 7_777)],
    ['a campaign that has another fate elsewhere', ({ api }) => void (api['campaigns'].groups[0].fate = 'unknown')],
    ['a record set aside', ({ api }) => void (api['quarantine'].causes[0].records = 7_777)],
    ['a total of the run', ({ json }) => void (json['status'].run.totals.rows = 7_777)],
    ['a late score', ({ api }) => void (api['satisfaction'].late = 7_777)],
    ['a gauge', (answers) => void (answers.metrics = answers.metrics.replaceAll('tajo_account_state', 'tajo_state'))],
    ['a number of the plan', ({ more }) => void (more.plan!.api.contactsToWrite = 7_777)],
    ['a number of automations', ({ more }) => void (more.automations.api.groups[0].tickets = 7_777)],
    ['an outcome in a story', ({ more }) => void (more.why.api[0].tickets[0].outcome = 'neutral')],
    [
      'a state that doctor tells',
      ({ more }) =>
        void (more.doctor.checks.find(({ name }: Json) => String(name).startsWith('account.')).sentence = 'It is off.'),
    ],
    ['a time that is over before the end', ({ text }) => void (text['status'] = 'Run reading tickets, 0 s left')],
  ])('%s that is wrong in one place is found', (_what, plant) => {
    const planted = structuredClone({ ...last, more: last.more! });
    plant(planted);

    expect(disagreements(last)).toEqual([]);
    expect(disagreements(planted)).not.toEqual([]);
  });
});

interface Planted {
  readonly api: Record<string, Json>;
  readonly json: Record<string, Json>;
  readonly text: Record<string, string>;
  metrics: string;
  readonly more: MoreAnswers;
}
