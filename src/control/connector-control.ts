import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { ConnectorControl, InstallRequest } from './control';
import type { ConnectorConfig } from '../config/types';
import { ConnectorError } from '../domain/errors/connector-error';
import type { Store } from '../store/types';
import { rotateKey } from './account-keys';
import { readAuditRun, startAudit } from './audits';
import { readAutomationsBackfill, startAutomationsBackfill } from './automations-backfill';
import { reachable } from './temporal-call';
import { ensureSchedule, pauseNote, pauseSchedule, resumeSchedule } from './schedules';
import { startErasure } from './erasures';
import { startRehearsal } from './rehearsals';
import { shortRuns } from './short-runs';
import { readLatestRun, readProgress, readRun } from './sync-runs';
import { takeTurn } from './sync-turn';
import { createCampaignSignaller } from './signal-campaign';
import { createTicketSignaller } from './signal-ticket';
import { createTicketEvents, type TicketEvents } from './ticket-events';
import { quickly } from '../webhooks/quickly';
import { uninstall } from './uninstall';
import { tellTemporal } from './tell-temporal';
import { signalPause, signalWaiting } from './signal-waiting';
import { hasWorker } from './worker-presence';

export interface ControlOptions {
  readonly client: Client;
  readonly store: Store;
  /** Time between two incremental syncs of an account that is installed; null: none are scheduled. */
  readonly syncEveryMs: (account: string) => number | null;
  readonly settingsOf: (account: string) => Pick<ConnectorConfig, 'enabled' | 'eventMapping'>;
  /** The vendors are the sandbox: who is installed here is one of its accounts. */
  readonly isSandbox?: boolean;
}

/** A request to Brevo takes 25 s at most. */
const DEPARTED_WITHIN_MS = 30_000;
const DEPARTED_POLL_MS = 50;

/** The connector as the API sees it: every action is a start, a signal or a query of Temporal. */
export function createConnectorControl({
  client,
  store,
  syncEveryMs,
  settingsOf,
  isSandbox = false,
}: ControlOptions): ConnectorControl & Pick<TicketEvents, 'settled'> {
  const signalCampaign = createCampaignSignaller(client);
  const ticketEvents = createTicketEvents(client, createTicketSignaller(client));
  return {
    install: async (request) => {
      await install({ client, store, isSandbox }, request, settingsOf(request.account));
      const everyMs = syncEveryMs(request.account);
      if (everyMs === null) return;
      await tellTemporal(installedBut(request.account), async () => {
        await reachable(client, () => ensureSchedule(client, request.account, { everyMs }));
      });
    },
    rotateKey: (account, change) => rotateKey({ client, store }, account, change),
    uninstall: (account, options) => uninstall({ client, store }, account, options),
    startSync: async (input, type = 'full', { wait } = { wait: false }) => {
      const { account } = input;
      if (!settingsOf(account).enabled) throw switchedOff(account);
      return takeTurn(client, { input, type, wait });
    },
    progress: (account, type) => readProgress(client, account, type),
    latestRun: (account, type = 'full', runId) => readRun(client, { account, type, runId }),
    pause: (account) => pause({ client, store }, account),
    resume: (account) => resume({ client, store }, account),
    ticketEvent: async (account, ticketId, hint) => {
      if (await isErased(store, account, ticketId)) return;
      // Switched off, nothing begins: it is a reason to refresh as soon as the account is on again.
      if (settingsOf(account).enabled) await ticketEvents.accept(account, ticketId, hint);
      else await store.tickets.requestRefresh(account, [ticketId]);
    },
    triggerCampaign: (account, requestId) => reachable(client, () => signalCampaign(account, requestId)),
    settled: () => ticketEvents.settled(),
    startAutomationsBackfill: async (account, since) => {
      await store.accounts.credentials(account);
      return startAutomationsBackfill(client, account, since);
    },
    automationsBackfill: (account) => readAutomationsBackfill(client, account),
    ...auditCalls({ client, store, settingsOf }),
    startRehearsal: (input) => startRehearsal({ client, store }, input),
    startErasure: (request) => startErasure({ client, store }, request),
    hasWorker: () => hasWorker(client),
    schedulePause: (account) => pauseNote(client, account),
    rehearsal: (account) => readLatestRun(client, account, 'rehearsal'),
    ...shortRuns({ client, store, isOn: (account) => settingsOf(account).enabled }),
  };
}

async function resume({ client, store }: Pick<ControlOptions, 'client' | 'store'>, account: string): Promise<void> {
  await store.accounts.credentials(account);
  // A refused key stays one until a request has gone through: resuming must not make each try alert again.
  const known = await store.accounts.find(account);
  if (known?.state === 'paused') await store.accounts.setState(account, 'connected', { reason: null });
  // Whoever resumes may have mended what is waited for: it is tried at once.
  await store.admission.probeNow(account);
  const pause = known?.state === 'paused' ? `The pause of ${account} is over` : `${account} is not paused`;
  await tellTemporal(
    `${pause}: what is due may leave. Temporal could not be told: its schedule, and what waits there, may stand still.`,
    async () => {
      await signalWaiting(client, store, account);
      await reachable(client, () => resumeSchedule(client, account));
    },
  );
}

function auditCalls({
  client,
  store,
  settingsOf,
}: Pick<ControlOptions, 'client' | 'store' | 'settingsOf'>): Pick<ConnectorControl, 'startAudit' | 'audit'> {
  return {
    startAudit: async (input) => {
      const { account } = input;
      await store.accounts.credentials(account);
      if (!settingsOf(account).enabled) throw switchedOff(account);
      return startAudit(client, input);
    },
    audit: (account) => readAuditRun(client, account),
  };
}

function switchedOff(account: string): ConnectorError {
  return new ConnectorError('account.off', `The connector is switched off for ${account}: nothing is read or sent`);
}

/** Whoever was erased is refused before anything begins. What the store cannot say in time, the ticket's own steps find out. */
function isErased({ privacy }: Store, account: string, ticketId: number): Promise<boolean> {
  return quickly(
    privacy.isTicketErased(account, ticketId).catch(() => false),
    false,
  );
}

async function pause({ client, store }: Pick<ControlOptions, 'client' | 'store'>, account: string): Promise<void> {
  await store.accounts.credentials(account);
  // From here on nothing departs for Brevo, whoever was about to send it; what had departed is waited for.
  await store.accounts.setState(account, 'paused', { reason: null });
  try {
    await tellTemporal(
      `${account} is paused: nothing leaves. Temporal could not be told: what runs there stops before its next request to a vendor.`,
      async () => {
        await reachable(client, () => pauseSchedule(client, account));
        await signalPause(client, account);
      },
    );
  } finally {
    await untilDeparted(store, account);
  }
}

async function untilDeparted(store: Store, account: string): Promise<void> {
  const deadline = Date.now() + DEPARTED_WITHIN_MS;
  while ((await store.admission.underWay(account)) > 0 && Date.now() < deadline) await sleep(DEPARTED_POLL_MS);
}

async function install(
  { client, store, isSandbox }: Required<Pick<ControlOptions, 'client' | 'store' | 'isSandbox'>>,
  request: InstallRequest,
  { enabled, eventMapping }: ReturnType<ControlOptions['settingsOf']>,
): Promise<void> {
  const { account, domain, email, gorgiasApiKey, brevoApiKey } = request;
  await store.accounts.save({ account, domain, email, gorgiasApiKey, brevoApiKey, sandbox: isSandbox });
  await store.accounts.setEnabled(account, enabled);
  await store.accounts.registerEvents(account, Object.keys(eventMapping));
  await store.admission.probeNow(account);
  if ((await store.accounts.find(account))?.state === 'paused') return;
  await tellTemporal(installedBut(account), () => signalWaiting(client, store, account));
}

function installedBut(account: string): string {
  return `${account} is installed, and its keys are stored. Temporal could not be told: nothing may be read yet.`;
}
