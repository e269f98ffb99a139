import type {
  FullSyncInput,
  HintSource,
  IncrementalSyncInput,
  SyncPlan,
  SyncTotals,
  WebhookSetup,
} from '../workflows/messages';
import type { Timestamp } from '../domain/records';
import { reportConnected, reportRefusedKey } from './connection/account-state';
import { planSync } from './connection/plan-sync';
import { setUpWebhooks } from './connection/set-up-webhooks';
import { testConnection } from './connection/test-connection';
import type { ActivityDeps } from './deps';
import { prepareAutomations } from './feed/prepare-automations';
import { finishIncremental } from './feed/finish-incremental';
import { prepareIncremental } from './feed/prepare-incremental';
import { tellCustomers } from './feed/tell-customers';
import { tellTickets } from './feed/tell-tickets';
import { publishCustomer } from './live/publish-customer';
import { readTicket } from './live/read-ticket';
import { sendTimeline } from './live/send-timeline';
import { settleOutcome } from './live/settle-outcome';
import { settleRequest } from './live/settle-request';
import type { HeardHint, TicketRef } from './live/types';
import { wakeTickets } from './live/wake-tickets';
import { readBrevoState } from './publish/brevo-state';
import { confirmImports } from './publish/confirm-imports';
import { publishDue } from './publish/publish-due';
import { ensureTagLists } from './publish/tag-lists';
import { enrichCustomers } from './read/enrich';
import { failRun, finishRun, readMeter } from './read/finish-run';
import { prepareRun } from './read/prepare-run';
import { readPages } from './read/read-pages';
import { readReference } from './read/reference';
import { verifyUnseen } from './read/verify-unseen';
import type { IncrementalSetup, Rehearsal, SyncSetup, WalkedResource } from './types';

/** Every activity by the name that histories know it by. Each is safe to run twice. */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- the inferred type is what workflows proxy
export function createActivities(deps: ActivityDeps) {
  return {
    readReference: (input: FullSyncInput) => readReference(deps, input),
    prepareRun: (input: FullSyncInput, runId: string) => prepareRun(deps, input, runId),
    readBrevoState: (setup: SyncSetup, offset: number) => readBrevoState(deps, setup, offset),
    ensureTagLists: (setup: SyncSetup) => ensureTagLists(deps, setup),
    readPages: (setup: SyncSetup, resource: WalkedResource) => readPages(deps, setup, resource),
    verifyUnseen: (setup: SyncSetup, kind: 'customer' | 'ticket') => verifyUnseen(deps, setup, kind),
    enrichCustomers: (setup: SyncSetup) => enrichCustomers(deps, setup),
    publishDue: (setup: SyncSetup, after: string | null) => publishDue(deps, setup, after),
    confirmImports: (setup: SyncSetup) => confirmImports(deps, setup),
    readMeter: (setup: SyncSetup) => readMeter(deps, setup),
    finishRun: (setup: SyncSetup, rehearsal: Rehearsal | null): Promise<SyncTotals> =>
      finishRun(deps, setup, rehearsal),
    failRun: (run: Pick<SyncSetup, 'account' | 'runId'>, state: 'failed' | 'cancelled') => failRun(deps, run, state),
    prepareIncremental: (input: IncrementalSyncInput, runId: string) => prepareIncremental(deps, input, runId),
    tellTickets: (setup: IncrementalSetup) => tellTickets(deps, setup),
    tellCustomers: (setup: IncrementalSetup) => tellCustomers(deps, setup),
    finishIncremental: (setup: IncrementalSetup, written: number) => finishIncremental(deps, setup, written),
    prepareAutomations: (account: string, since: string, runId: string) =>
      prepareAutomations(deps, account, since, runId),
    readTicket: (ref: TicketRef, hints: readonly HeardHint[]) => readTicket(deps, ref, hints),
    publishCustomer: (ref: TicketRef) => publishCustomer(deps, ref),
    sendTimeline: (ref: TicketRef) => sendTimeline(deps, ref),
    settleOutcome: (ref: TicketRef, lookedAt: Timestamp) => settleOutcome(deps, ref, lookedAt),
    settleRequest: (account: string, requestId: string) => settleRequest(deps, account, requestId),
    wakeTickets: (account: string, ticketIds: readonly number[], source: HintSource) =>
      wakeTickets(deps, account, ticketIds, source),
    testConnection: (account: string) => testConnection(deps, account),
    planSync: (account: string): Promise<SyncPlan> => planSync(deps, account),
    setUpWebhooks: (account: string, address: string): Promise<WebhookSetup> => setUpWebhooks(deps, account, address),
    reportRefusedKey: (account: string, code: string, message: string) =>
      reportRefusedKey(deps, account, code, message),
    reportConnected: (account: string) => reportConnected(deps, account),
  };
}

export type Activities = ReturnType<typeof createActivities>;
