import type { CampaignIntent, Intent, OutboxEntry, OutboxState } from '../../src/store/outbox/outbox-types';
import type { Store } from '../../src/store/types';
import { at } from './records';
import { openTestStore, type OpenedStore } from './stores';

export const ACCOUNT = 'shop';
export const HOUR = 3_600_000;
export const ENDS = ['sent', 'refused', 'unknown', 'given_up'] as const;

/** Writes something down, and answers it as it stands then. */
type Make = () => Promise<OutboxEntry>;

/** What tests of the outbox write down, and how they bring it into a state. */
export interface OutboxBench {
  readonly store: () => Store;
  readonly event: (over?: Partial<Intent>) => Intent;
  readonly campaign: (over?: Partial<CampaignIntent>) => CampaignIntent;
  readonly intended: (over?: Partial<Intent>) => Promise<OutboxEntry>;
  readonly intendedCampaign: (over?: Partial<CampaignIntent>) => Promise<OutboxEntry>;
  readonly now: (key: string) => Promise<OutboxEntry>;
  readonly begin: (entry: OutboxEntry) => Promise<{ readonly key: string; readonly token: string }>;
  /** An entry in that state; one that is under way or has lost its answer is `sending`. */
  readonly inState: (state: OutboxState | 'lost', make?: Make) => Promise<OutboxEntry>;
  /** When it is tried again by itself, and the hold that it waits for. */
  readonly kept: (key: string) => Promise<unknown>;
}

/** Opens a store for the tests of a `describe`. */
export function useOutbox(): OutboxBench {
  let opened: OpenedStore | null = null;
  beforeAll(async () => {
    opened = await openTestStore();
  });
  afterAll(() => opened?.close());
  const store = (): Store => {
    if (opened === null) throw new Error('the store of these tests did not open');
    return opened.store;
  };
  return { store, event, campaign, ...createSteps(store) };
}

let made = 0;

function event(over: Partial<Intent> = {}): Intent {
  made += 1;
  return {
    ...{ key: `event-${String(made)}`, ticketId: made, customerId: 3, emailKey: 'ann@example.com' },
    ...{ name: 'OPENED', happenedAt: at(made), params: { made }, ...over },
  };
}

function campaign(over: Partial<CampaignIntent> = {}): CampaignIntent {
  return {
    ...event({ name: 'win-back', key: `campaign-${String(made + 1)}` }),
    ...{ send: { templateId: 12 }, mailKey: 'mail-key', expiresMs: 72 * HOUR, possibleFrom: at(made), ...over },
  };
}

function createSteps(store: () => Store): Omit<OutboxBench, 'store' | 'event' | 'campaign'> {
  const now = async (key: string): Promise<OutboxEntry> => (await store().outbox.find(ACCOUNT, key))!;
  const begin: OutboxBench['begin'] = async (entry) => {
    const token = await store().outbox.begin(ACCOUNT, entry);
    if (token === null) throw new Error(`${entry.key} was not begun`);
    return { key: entry.key, token };
  };
  const intended: OutboxBench['intended'] = async (over) => {
    const one = event(over);
    await store().outbox.intend(ACCOUNT, [one]);
    return now(one.key);
  };
  return {
    ...{ now, begin, intended },
    intendedCampaign: async (over) => {
      const one = campaign(over);
      await store().outbox.intendCampaign(ACCOUNT, one);
      return now(one.key);
    },
    inState: async (state, make = intended) => {
      const entry = await make();
      if (state === 'intended') return entry;
      const attempt = await begin(entry);
      if (state === 'lost') await store().outbox.lose(ACCOUNT, attempt);
      else if (state !== 'sending') await store().outbox.settle(ACCOUNT, attempt, { end: state, reason: 'because' });
      return now(entry.key);
    },
    kept: async (key) => {
      const sql = 'select due_at, waits_for from outbox where account = $1 and key = $2';
      return (await store().db.query(sql, [ACCOUNT, key]))[0];
    },
  };
}
