import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { type Activities, createActivities } from '../../src/activities';
import type { AuditStatus } from '../../src/activities/audits/types';
import type { ReceivedHint, TicketStatus } from '../../src/activities/tickets/types';
import { createVendors, type Vendors } from '../../src/activities/vendor-clients';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../packages/sandbox/start';
import type { WorldChange } from '../../packages/sandbox/world/changes/schema';
import type { Store } from '../../src/store/types';
import { openTestStore } from '../store/stores';
import { ACCOUNT, BREVO_KEY, GORGIAS, testConfig } from '../support/connector';
import { moveDatabaseClock } from '../support/database-clock';
import { withEndlessBudget } from '../support/endless-budget';

/** Activities over a real store and real HTTP to the sandbox, without a Temporal server: what a workflow calls, the test calls. */
export interface ActivityHarness {
  readonly store: Store;
  readonly sandbox: Sandbox;
  readonly activities: Activities;
  readonly vendors: Vendors;
  run<Result>(work: (activities: Activities) => Promise<Result>): Promise<Result>;
  happen(change: WorldChange): number;
  /** Everything that a ticket's workflow does in one look. */
  refresh(ticketId: number, hint?: Partial<ReceivedHint>): Promise<TicketStatus>;
  /** One incremental sync, without its signals; of pages of `batchSize` rows. */
  sync(batchSize?: number): Promise<void>;
  /** From now on `tajo.yaml` is the example with this edit. */
  configure(edit: (yaml: string) => string): void;
  /** From now on the connector's clock and its database's are this far ahead. */
  later(ms: number): Promise<void>;
  /** What was logged as an error since the start. */
  readonly alerts: readonly Alert[];
  end(): Promise<void>;
}

export interface Alert {
  readonly event: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

const silent = (): undefined => undefined;
const SILENT = { info: silent, warn: silent, error: silent };

const WORLD = { seed: 11, customers: 2, tickets: 1, surveys: 0, active: { customers: 1, messages: 1 } };

export interface HarnessOptions extends Pick<SandboxOptions, 'world' | 'brevo'> {
  /** Nobody waits for a rate limit: for what moves the clock and is about something else. */
  readonly endlessBudget?: boolean;
}

export async function openActivityHarness(
  edit?: (yaml: string) => string,
  { world = WORLD, brevo = {}, endlessBudget = false }: HarnessOptions = {},
): Promise<ActivityHarness> {
  const opened = await openTestStore({ movableClock: true });
  const closing: (() => Promise<unknown>)[] = [() => opened.close()];
  const end = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const sandbox = await startSandbox({
      world,
      gorgias: { rate: null },
      brevo: { limits: 'off', importDelayMs: 0, ...brevo },
      credentials: { gorgias: GORGIAS, brevoApiKey: BREVO_KEY },
    });
    closing.push(() => sandbox.close());
    const store = endlessBudget ? withEndlessBudget(opened.store) : opened.store;
    await store.accounts.save({
      ...{ account: ACCOUNT, domain: `${ACCOUNT}.gorgias.com`, email: GORGIAS.email },
      ...{ gorgiasApiKey: GORGIAS.apiKey, brevoApiKey: BREVO_KEY },
    });
    const settings = { config: testConfig(fast(edit)) };
    const vendors = createVendors({
      ...{ store, configOf: () => settings.config, onCall: () => undefined, log: SILENT },
      ...{ gorgiasBaseUrl: sandbox.gorgias.url, brevoBaseUrl: sandbox.brevo.url },
    });
    closing.push(() => vendors.close());
    return { sandbox, store, vendors, end, ...acting(store, sandbox, settings, vendors) };
  } catch (thrown) {
    await end();
    throw thrown;
  }
}

const fast =
  (edit: (yaml: string) => string = (yaml) => yaml) =>
  (yaml: string): string =>
    edit(yaml)
      .replace(/per_second: \d+/, 'per_second: 100')
      .replace(/burst: \d+/, 'burst: 1000')
      .replace(/reserve: \d+/, 'reserve: 0');

/** An audit without its workflow. */
export async function auditBy(
  run: ActivityHarness['run'],
  { sample, nightly }: { readonly sample: number | null; readonly nightly: boolean },
  report: string,
): Promise<AuditStatus> {
  const setup = await run((all) => all.prepareAudit({ account: ACCOUNT, sample, nightly }, report));
  while (!(await run((all) => all.auditContacts(setup))).done);
  return run((all) => all.finishAudit(setup));
}

function acting(
  store: Store,
  sandbox: Sandbox,
  settings: { config: ReturnType<typeof testConfig> },
  vendors: ReturnType<typeof createVendors>,
): Omit<ActivityHarness, 'store' | 'sandbox' | 'vendors' | 'end'> {
  const clock = { aheadMs: 0 };
  const nights: string[] = [];
  const alerts: Alert[] = [];
  const error = (event: string, fields: Alert['fields'] = {}): undefined => void alerts.push({ event, fields });
  const activities = createActivities({
    ...{ store, configOf: () => settings.config, clockAheadMs: () => null, signalTicket: () => Promise.resolve() },
    signalCampaign: () => Promise.resolve(),
    startNightlyAudit: () => Promise.resolve(void nights.push(randomUUID())),
    withKeys: (account, keys) => vendors.withKeys(account, keys),
    answeredAt: (vendor, account) => vendors.answeredAt(vendor, account),
    gorgias: (account, lane, asker) => vendors.gorgias(account, lane, asker),
    brevo: (account, asker) => vendors.brevo(account, asker),
    log: { ...SILENT, error },
    now: () => new Date(Date.now() + clock.aheadMs),
  });
  const run: ActivityHarness['run'] = (work) =>
    new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') }).run(() => work(activities));
  return {
    activities,
    alerts,
    run,
    configure: (edit) => {
      settings.config = testConfig(fast(edit));
    },
    happen: (change) => sandbox.world.change(change),
    refresh: async (ticketId, hint = {}) => {
      const ref = { account: ACCOUNT, ticketId };
      const hints = [{ source: 'webhook', trigger: 'ticket-updated', atMs: Date.now(), ...hint } as const];
      const { at, due } = await run((all) => all.readTicket(ref, hints));
      if (due?.contact === true && !due.timeline) await run((all) => all.publishCustomer(ref));
      const told = due?.timeline === true ? await run((all) => all.sendTimeline(ref, at)) : null;
      return told ?? due?.status ?? run((all) => all.settleOutcome(ref, at));
    },
    sync: async (batchSize = 100) => {
      const setup = await run((all) => all.prepareIncremental({ account: ACCOUNT, batchSize }, randomUUID()));
      for (const resource of setup.walks) {
        while (!(await run((all) => all.readPages(setup, resource))).done);
        if (resource === 'events') await run((all) => all.tellTickets(setup));
      }
      while ((await run((all) => all.publishDue(setup, null))).remaining > 0);
      await run((all) => all.sweep(setup));
      await run((all) => all.finishIncremental(setup, 0));
      for (const report of nights.splice(0)) await auditBy(run, { sample: 200, nightly: true }, report);
    },
    later: async (ms) => {
      const goesBack = ms < clock.aheadMs;
      clock.aheadMs = ms;
      await moveDatabaseClock(store.db, ms);
      // A bucket that was taken from in the future would not be filled before.
      if (goesBack) await store.db.query('delete from budgets');
    },
  };
}
