import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { type Sandbox, startSandbox } from '../../../packages/sandbox/start';
import { type Activities, createActivities } from '../../../src/activities';
import type { WorkerDeps } from '../../../src/activities/deps';
import { createVendors } from '../../../src/activities/vendor-clients';
import type { Store } from '../../../src/store/types';
import type { Lane } from '../../live/outbox-model/lane';
import { GORGIAS, testConfig } from '../../support/connector';

/** Campaigns of each way to send one, so that each of their answers can be odd. */
const CAMPAIGNS = `campaigns:
      upsell: { when: satisfied, delay: 0s, send: { event: UPSELL } }
      win-back: { when: dissatisfied, delay: 0s, send: { template_id: 12 } }
      newsletter: { when: neutral, delay: 0s, send: { list_id: 41 } }`;

const CONFIG = testConfig((yaml) => yaml.replace('campaigns: {}', CAMPAIGNS).replace('auto: false', 'auto: true'));

const LISTS = [2, 35, 36, 37, 41].map((id) => ({ id, name: `List ${String(id)}`, folderId: 1 }));

/** Something of the product that is taken out, to see whether that is noticed. */
export interface Plant {
  readonly deps?: (deps: WorkerDeps) => WorkerDeps;
  readonly activities?: (activities: Activities) => Activities;
}

/** A small shop with both its vendors, and the activities that serve it, without a Temporal server. */
export interface Shop {
  readonly account: string;
  readonly lane: Lane;
  readonly sandbox: Sandbox;
  readonly store: Store;
  /** What `tellTickets` has signalled since it was last taken. */
  takeSignalled(): readonly number[];
  /** Warnings and errors so far, by their event. */
  readonly warnings: readonly string[];
  /** What failures were taken for so far, in a sentence each. */
  readonly judged: ReadonlySet<string>;
  /** Others are served meanwhile: a record of theirs is read at each vendor. What comes of it is nobody's business here. */
  readonly serveOthers: () => Promise<void>;
  /** One attempt of an activity. */
  attempt<Result>(attempt: number, work: (activities: Activities) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

const logger = new DefaultLogger('ERROR');
const silent = (): void => undefined;

/** Who never answers is given up soon: our own patience is no part of this. */
const TIMEOUTS = { totalMs: 800 };

export async function openShop(lane: Lane, plant: Plant = {}): Promise<Shop> {
  const account = await lane.nextAccount();
  const now = (): number => lane.now();
  // Each shop's own, for what is counted is counted by key.
  const brevoApiKey = `xkeysib-${account}`;
  const sandbox = await startSandbox({
    world: { seed: 7, customers: 28, tickets: 14, surveys: 3, oddities: false, now: now(), clock: now },
    gorgias: { rate: null, clock: now },
    brevo: { limits: 'off', importDelayMs: 0, lists: LISTS, clock: now },
    credentials: { gorgias: GORGIAS, brevoApiKey },
    acquaintances: false,
  });
  const store: Store = { ...lane.stores[0], budget: endless(lane.stores[0]) };
  await store.accounts.save({
    ...{ account, domain: `${account}.gorgias.com`, email: GORGIAS.email },
    ...{ gorgiasApiKey: GORGIAS.apiKey, brevoApiKey },
  });
  const warnings: string[] = [];
  const warn = (event: string): void => void warnings.push(event);
  const log = { info: silent, warn, error: warn };
  const vendors = createVendors({
    ...{ store, configOf: () => CONFIG, onCall: silent, log, timeouts: TIMEOUTS },
    ...{ gorgiasBaseUrl: sandbox.gorgias.url, brevoBaseUrl: sandbox.brevo.url },
  });
  const signalled = new Set<number>();
  const judged = new Set<string>();
  const deps: WorkerDeps = {
    ...{ store, configOf: () => CONFIG, clockAheadMs: () => null, log, now: () => new Date(now()) },
    onJudged: ({ code, subject, disposition }) => void judged.add(`${code} about a ${subject}: ${disposition}`),
    gorgias: (of, queue, asker) => vendors.gorgias(of, queue, asker),
    withKeys: (of, keys) => vendors.withKeys(of, keys),
    answeredAt: (vendor, of) => vendors.answeredAt(vendor, of),
    brevo: (of, asker) => vendors.brevo(of, asker),
    signalTicket: (_account, ticketId) => Promise.resolve(void signalled.add(ticketId)),
    signalCampaign: () => Promise.resolve(),
  };
  const made = createActivities(plant.deps?.(deps) ?? deps);
  const activities = plant.activities?.(made) ?? made;
  return {
    ...{ account, lane, sandbox, store, warnings, judged },
    takeSignalled: () => {
      const taken = [...signalled];
      signalled.clear();
      return taken;
    },
    serveOthers: async () => {
      const { customers } = sandbox.world;
      const [other] = customers.values();
      if (other === undefined || other.email === null) return;
      const asked = [
        vendors.gorgias(account, 'live').getCustomer(other.id),
        vendors.brevo(account).getContact(other.email),
      ];
      await Promise.allSettled(asked);
    },
    attempt: (attempt, work) => new MockActivityEnvironment({ attempt }, { logger }).run(() => work(activities)),
    close: async () => {
      await sandbox.close();
      await vendors.close();
    },
  };
}

/** Our own limits are no part of this: nobody waits for them. The vendors' are. */
function endless({ budget }: Store): Store['budget'] {
  return { ...budget, take: () => Promise.resolve({ granted: true, takes: 1 }), correct: () => Promise.resolve() };
}
