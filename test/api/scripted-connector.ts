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
import type {
  AuditInput,
  ConnectionCheck,
  FullSyncInput,
  KeyTrial,
  RehearsalInput,
  SettingsCheck,
  SyncEstimate,
  SyncProgress,
  TicketHint,
  VendorOffers,
} from '../../src/workflows/messages';
import { scriptedWebhooks } from './scripted-webhooks';
import { erasureWorkflowId } from '../../src/workflows/messages';

/** A connector without Temporal: it does what the test says and remembers what it was asked. */
export interface ScriptedConnector extends ConnectorControl {
  readonly asked: {
    installs: InstallRequest[];
    keyChanges: ({ account: string } & KeyChange)[];
    trials: ({ account: string } & KeyChange)[];
    settingsChecks: string[];
    uninstalls: { account: string; purge: boolean }[];
    syncs: FullSyncInput[];
    pauses: string[];
    resumes: string[];
    ticketEvents: { account: string; ticketId: number; hint: TicketHint }[];
    webhookSetups: { account: string; address: string; move: boolean }[];
    webhookRemovals: object[];
    campaigns: { account: string; requestId: string }[];
    /** How far back, for each. */
    backfills: string[];
    audits: AuditInput[];
    rehearsals: RehearsalInput[];
  };
  checks: readonly ConnectionCheck[];
  /** What the vendors say to new keys. */
  trials: readonly KeyTrial[];
  settingsCheck: SettingsCheck;
  offers: VendorOffers;
  /** States that the run passes through, one for each time that it is looked at; the last one stays. */
  states: { run: LatestRun; progress: SyncProgress }[];
  /** Runs that whoever asks for a sync finds under way, one for each time that it is asked for. */
  inTheWay: { turn: 'joined' | 'waiting'; runId: string }[];
  /** The same of a reading back of the feed. */
  backfills: AutomationsBackfill[];
  /** Somebody else has one read back already. */
  backfillUnderWay: boolean;
  /** What Temporal says of the newest rehearsal. */
  rehearsalRun: LatestRun | null;
  /** The same of the newest audit. */
  auditRun: LatestRun | null;
  /** Whether one asks for work. */
  workers: boolean;
  schedulePaused: string | null;
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
  lastRun: { finishedAt: '2026-11-20T10:04:00Z', seconds: 240, requests: 1_662 },
};

export function createScriptedConnector(store: Store): ScriptedConnector {
  const asked: ScriptedConnector['asked'] = {
    installs: [],
    keyChanges: [],
    trials: [],
    settingsChecks: [],
    uninstalls: [],
    syncs: [],
    pauses: [],
    resumes: [],
    ticketEvents: [],
    webhookSetups: [],
    webhookRemovals: [],
    campaigns: [],
    backfills: [],
    audits: [],
    rehearsals: [],
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
    trials: [],
    settingsCheck: { faults: [], warnings: [], creates: [] },
    offers: { fields: [], tags: [], attributes: [], lists: [] },
    get states() {
      return states;
    },
    set states(next) {
      states = next;
      reads = 0;
    },
    inTheWay: [],
    backfills: [],
    backfillUnderWay: false,
    rehearsalRun: null,
    auditRun: null,
    failWith: null,
    workers: true,
    schedulePaused: null,
    schedulePause: () => ask(() => connector.schedulePaused),
    hasWorker: () => ask(() => connector.workers),
    startErasure: ({ account, email, brevo }) =>
      ask(async () => {
        const { person } = await store.privacy.begin(account, email, { brevo });
        return { person, workflowId: erasureWorkflowId(account, person) };
      }),
    install: (request) =>
      ask(() => {
        asked.installs.push(request);
        return store.accounts.save(request);
      }),
    tryKeys: (account, change) =>
      ask(() => {
        asked.trials.push({ account, ...change });
        return connector.trials;
      }),
    readOffers: () => ask(() => connector.offers),
    makeLists: (_account, names) => ask(() => names.map((name, index) => ({ id: 100 + index, name, made: true }))),
    checkSettings: (_account, settings) =>
      ask(() => {
        asked.settingsChecks.push(settings);
        return connector.settingsCheck;
      }),
    rotateKey: (account, change) =>
      ask(() => {
        asked.keyChanges.push({ account, ...change });
        return store.accounts.replaceKeys(account, change);
      }),
    uninstall: (account, { purge }) =>
      ask(async () => {
        asked.uninstalls.push({ account, purge });
        const dropped = await store.gauges.unsent(account);
        await store.accounts.uninstall(account);
        const rowsDeleted = purge ? await purgeAccount(store.db, account) : 0;
        return { account, purged: purge, workflowsEnded: 0, rowsDeleted, dropped };
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
        if (connector.backfillUnderWay)
          throw new ConnectorError('conflict.already_running', 'It is being read back already');
        return { workflowId: `automations-backfill/${account}`, runId: 'run-1' };
      }),
    startRehearsal: (input) =>
      ask(() => {
        asked.rehearsals.push(input);
        return { workflowId: `rehearsal/${input.account}`, runId: 'rehearsal-1' };
      }),
    rehearsal: () => ask(() => connector.rehearsalRun),
    automationsBackfill: () =>
      ask(() => (connector.backfills.length > 1 ? connector.backfills.shift() : connector.backfills[0]) ?? null),
    startAudit: (input) =>
      ask(() => {
        asked.audits.push(input);
        return { workflowId: `audit/${input.account}`, runId: 'run-1' };
      }),
    audit: () => ask(() => (connector.auditRun === null ? null : { run: connector.auditRun, progress: null })),
    ...scriptedWebhooks(asked, ask),
  };
  return connector;
}
