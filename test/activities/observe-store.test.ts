import { observedStore } from '../../src/activities/observe-store';
import { campaignKey } from '../../src/activities/campaigns/campaign-key';
import { startWalk } from '../../src/domain/sync/walk';
import { timestampOf } from '../../src/domain/timestamp';
import { createMetrics } from '../../src/observability/metrics';
import type { Position, QuarantineEntry, Settled, Store } from '../../src/store/types';
import { openTestStore, type OpenedStore } from '../store/stores';

const ACCOUNT = 'yourstore';
const SUMMARY = { phase: 'closed', stage: 'ended', outcome: 'satisfied', waitingUntil: null } as const;

describe('what a worker writes into its store', () => {
  const metrics = createMetrics();
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openTestStore();
    store = observedStore(opened.store, metrics);
  });
  afterAll(() => opened.close());

  const figures = async (name: string): Promise<string[]> =>
    (await metrics.render()).text.split('\n').filter((line) => line.startsWith(name));

  it('is counted as contacts published, one by one or by import', async () => {
    const settled = (emailKey: string): Settled => ({
      ...{ emailKey, dueVersion: 1, hash: 'h', lists: [], sent: [], processId: null },
    });

    await store.contacts.settle(ACCOUNT, [settled('a@x.com')]);
    await store.imports.start(ACCOUNT, 7, [settled('b@x.com'), settled('c@x.com')]);

    expect(await figures('tajo_contacts_published_total{')).toEqual([
      'tajo_contacts_published_total{account="yourstore",how="upsert"} 1',
      'tajo_contacts_published_total{account="yourstore",how="import"} 2',
    ]);
  });

  it('is counted as set aside, by cause', async () => {
    const entry = (key: string): QuarantineEntry => ({
      kind: 'contact',
      key,
      step: 'map',
      cause: 'invalid_email',
      held: true,
    });

    await store.quarantine.put(ACCOUNT, [entry('1')]);
    await store.quarantine.replace(ACCOUNT, { kind: 'contact', step: 'map', keys: ['2'] }, [entry('2')]);

    expect(await figures('tajo_quarantined_total{')).toEqual([
      'tajo_quarantined_total{account="yourstore",cause="invalid_email"} 2',
    ]);
    expect(await store.quarantine.causes(ACCOUNT)).toMatchObject([{ cause: 'invalid_email', records: 2 }]);
  });

  it('ends a run once, however often its last step is repeated', async () => {
    await store.runs.begin(ACCOUNT, { runId: 'r', type: 'full', request: {} });

    await store.runs.finish(ACCOUNT, 'r', { state: 'completed', totals: {} });
    await store.runs.finish(ACCOUNT, 'r', { state: 'completed', totals: {} });

    expect(await figures('tajo_sync_seconds_count')).toEqual([
      'tajo_sync_seconds_count{account="yourstore",type="full",state="completed"} 1',
    ]);
  });

  it('is counted as a page of its list, but not where a single record was looked at', async () => {
    const position: Position = {
      ...{ runId: 'r', resource: 'customers', partial: false },
      walk: startWalk(timestampOf(new Date())),
    };

    await store.facts.storeCustomers(ACCOUNT, [], { position, markAll: false });
    await store.facts.storeCustomers(ACCOUNT, [], { position: null, markAll: false });
    await store.facts.storeTickets(ACCOUNT, [], null);
    await store.feed.unseen(ACCOUNT, [1]);

    expect(await figures('tajo_pages_total{')).toEqual([
      'tajo_pages_total{account="yourstore",resource="customers"} 1',
      'tajo_pages_total{account="yourstore",resource="events"} 1',
    ]);
  });

  it('is counted by the end that an event or a campaign has come to, once', async () => {
    const { outbox } = store;
    const event = `${ACCOUNT}/5/resolved/1`;
    const campaign = campaignKey(ACCOUNT, 5);
    const intent = {
      ...{ ticketId: 5, customerId: 9, emailKey: 'ada@customer.example.com', name: 'X', params: {} },
      happenedAt: timestampOf(new Date()),
    };
    await outbox.intend(ACCOUNT, [{ key: event, ...intent }]);
    await outbox.intendCampaign(ACCOUNT, {
      ...{
        key: campaign,
        ...intent,
        send: { event: 'X' },
        mailKey: 'm',
        expiresMs: 60_000,
        possibleFrom: intent.happenedAt,
      },
    });

    const token = await outbox.begin(ACCOUNT, (await outbox.find(ACCOUNT, event))!);
    await outbox.settle(ACCOUNT, { key: event, token }, { end: 'sent', reason: null });
    await outbox.settle(ACCOUNT, { key: event, token }, { end: 'refused', reason: 'brevo.rejected' });
    await outbox.giveUp(ACCOUNT, campaign, 'the ticket was reopened');
    await outbox.giveUp(ACCOUNT, campaign, 'the ticket was reopened');

    expect(await figures('tajo_outbox_ended_total{')).toEqual([
      'tajo_outbox_ended_total{account="yourstore",kind="event",state="sent"} 1',
      'tajo_outbox_ended_total{account="yourstore",kind="campaign",state="given_up"} 1',
    ]);
  });

  it('is counted also where it is written together with a ticket’s state', async () => {
    const decision = {
      ...{
        closedAt: timestampOf(0),
        decidedAt: timestampOf(0),
        askedAt: timestampOf(0),
        outcome: 'satisfied',
        score: 5,
      },
      ...{ campaign: 'upsell', kind: 'skip' as const, why: 'the frequency cap', until: null, rules: [] },
    };

    await store.tickets.change(ACCOUNT, 5, async (state, { decisions }) => {
      await decisions.keep(ACCOUNT, 5, decision);
      return { state, summary: SUMMARY, answer: null };
    });

    expect(await figures('tajo_campaign_decisions_total{')).toEqual([
      'tajo_campaign_decisions_total{account="yourstore",decision="skip"} 1',
    ]);
  });

  it('is counted once the transaction is committed, and not at all when it is rolled back', async () => {
    const entry: QuarantineEntry = { kind: 'contact', key: '7', step: 'publish', cause: 'no_consent', held: true };
    const counted = (): Promise<string[]> => figures('tajo_quarantined_total{account="yourstore",cause="no_consent"');

    const undone = store.liveTransaction(async ({ quarantine }) => {
      await quarantine.put(ACCOUNT, [entry]);
      throw new Error('overtaken');
    });
    await expect(undone).rejects.toThrow('overtaken');
    expect(await counted()).toEqual([]);

    await store.liveTransaction(({ quarantine }) => quarantine.put(ACCOUNT, [entry]));
    expect(await counted()).toEqual(['tajo_quarantined_total{account="yourstore",cause="no_consent"} 1']);
  });
});
