import type {
  AutomationsBackfill,
  ConnectorControl,
  InstallRequest,
  KeyChange,
  LatestRun,
} from '../../src/control/control';
import { ConnectorError } from '../../src/domain/errors/connector-error';
import { purgeAccount } from '../../src/store/accounts/purge';
import type { Store } from '../../src/store/types';
import type { SyncProgress as ShownProgress } from '../../packages/sdk/client/types';
import type {
  ConnectionCheck,
  FullSyncInput,
  SyncEstimate,
  SyncProgress,
  TicketHint,
} from '../../src/workflows/messages';

/** A connector without Temporal: it does what the test says and remembers what it was asked. */
export interface ScriptedConnector extends ConnectorControl {
  readonly asked: {
    installs: InstallRequest[];
    keyChanges: ({ account: string } & KeyChange)[];
    uninstalls: { account: string; purge: boolean }[];
    syncs: FullSyncInput[];
    pauses: string[];
    resumes: string[];
    ticketEvents: { account: string; ticketId: number; hint: TicketHint }[];
    webhookSetups: { account: string; address: string }[];
    campaigns: { account: string; requestId: string }[];
    /** How far back, for each. */
    backfills: string[];
  };
  checks: readonly ConnectionCheck[];
  /** States that the run passes through, one for each time that it is looked at; the last one stays. */
  states: { run: LatestRun; progress: SyncProgress }[];
  /** Runs that whoever asks for a sync finds under way, one for each time that it is asked for. */
  inTheWay: { turn: 'joined' | 'waiting'; runId: string }[];
  /** The same of a reading back of the feed. */
  backfills: AutomationsBackfill[];
  /** Thrown by every call when set. */
  failWith: Error | null;
}

export const GOOD_CHECKS: readonly ConnectionCheck[] = [
  'API authentication successful',
  'Customer list accessible',
  'Ticket data readable',
  'CSAT surveys available',
  'Tags listable',
  'Brevo key accepted',
  'Brevo attributes fit the mapping',
].map((sentence, index) => ({ name: `check-${index}`, ok: true, sentence }));

export const PLAN: SyncEstimate = {
  exact: false,
  resources: [
    { name: 'customers', rows: 14_200, requests: 142 },
    { name: 'tickets', rows: 28_600, requests: 286 },
  ],
  listRequests: 462,
  enrichmentRequests: 1200,
  listMinutes: 3.6,
  enrichmentMinutes: 10,
  contactsToWrite: 13_900,
  brevoImports: 3,
};

export function createScriptedConnector(store: Store): ScriptedConnector {
  const asked: ScriptedConnector['asked'] = {
    installs: [],
    keyChanges: [],
    uninstalls: [],
    syncs: [],
    pauses: [],
    resumes: [],
    ticketEvents: [],
    webhookSetups: [],
    campaigns: [],
    backfills: [],
  };
  let reads = 0;
  let states: ScriptedConnector['states'] = [];
  const ask = <Answer>(answer: () => Answer | Promise<Answer>): Promise<Answer> =>
    new Promise((resolve) => {
      if (connector.failWith !== null) throw connector.failWith;
      resolve(answer());
    });
  const current = () => states[Math.min(reads, states.length - 1)];

  const connector: ScriptedConnector = {
    asked,
    checks: GOOD_CHECKS,
    get states() {
      return states;
    },
    set states(next) {
      states = next;
      reads = 0;
    },
    inTheWay: [],
    backfills: [],
    failWith: null,
    install: (request) =>
      ask(() => {
        asked.installs.push(request);
        return store.accounts.save(request);
      }),
    rotateKey: (account, change) =>
      ask(() => {
        asked.keyChanges.push({ account, ...change });
        return store.accounts.replaceKeys(account, change);
      }),
    uninstall: (account, { purge }) =>
      ask(async () => {
        asked.uninstalls.push({ account, purge });
        await store.accounts.uninstall(account);
        const rowsDeleted = purge ? await purgeAccount(store.db, account) : 0;
        return { account, purged: purge, workflowsEnded: 0, rowsDeleted };
      }),
    startSync: (input, type = 'full', { wait } = { wait: false }) =>
      ask(() => {
        const place = { workflowId: `${type}-sync/${input.account}`, startedAt: '2026-11-20T10:00:00Z' };
        const inTheWay = connector.inTheWay.shift();
        if (inTheWay !== undefined && !wait)
          throw new ConnectorError('conflict.already_running', 'A sync of this account is running.');
        if (inTheWay !== undefined) return { ...place, ...inTheWay };
        asked.syncs.push(input);
        // What runs before it are at stays behind.
        states = states.slice(Math.min(reads, states.length - 1));
        reads = 0;
        return { ...place, turn: 'started', runId: 'run-1' };
      }),
    latestRun: () => ask(() => current()?.run ?? null),
    progress: () =>
      ask(() => {
        const progress = current()?.progress ?? null;
        reads += 1;
        return progress;
      }),
    pause: (account) => ask(() => void asked.pauses.push(account)),
    resume: (account) => ask(() => void asked.resumes.push(account)),
    testConnection: () => ask(() => connector.checks),
    plan: () => ask(() => PLAN),
    ticketEvent: (account, ticketId, hint) => ask(() => void asked.ticketEvents.push({ account, ticketId, hint })),
    triggerCampaign: (account, requestId) => ask(() => void asked.campaigns.push({ account, requestId })),
    startAutomationsBackfill: (account, since) =>
      ask(() => {
        asked.backfills.push(since);
        return { workflowId: `automations-backfill/${account}`, runId: 'run-1' };
      }),
    automationsBackfill: () =>
      ask(() => (connector.backfills.length > 1 ? connector.backfills.shift() : connector.backfills[0]) ?? null),
    setUpWebhooks: (account, address) =>
      ask(() => {
        asked.webhookSetups.push({ account, address });
        const integrations = [
          { id: 12, name: 'Tajo: ticket-created', trigger: 'ticket-created', done: 'created' as const },
        ];
        return { address, integrations };
      }),
  };
  return connector;
}

export function runState(state: LatestRun['state'], over: Partial<LatestRun> = {}): LatestRun {
  const ended = state === 'running' ? null : '2026-11-20T10:04:00Z';
  return { runId: 'run-1', state, startedAt: '2026-11-20T10:00:00Z', finishedAt: ended, failure: null, ...over };
}

export function progressOf(sentence: string, over: Partial<ShownProgress> = {}): ShownProgress {
  return {
    account: 'yourstore',
    runId: 'run-1',
    phase: 'reading',
    state: 'running',
    sentence,
    startedAt: '2026-11-20T10:00:00Z',
    resources: [{ name: 'customers', pages: 12, rows: 1200, expectedRows: 14_200, done: false }],
    published: 0,
    unchanged: 0,
    held: 0,
    due: 0,
    requests: 12,
    enriched: 0,
    toEnrich: 0,
    budgetLeft: 31,
    percent: 40,
    etaSeconds: 130,
    ...over,
  };
}
