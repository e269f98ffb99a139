import type { HintSource, WebhookRemovalInput } from '../workflows/messages';
import { beginRound, tellTimeline } from './ticket-round';
import { reportConnected, reportRefusedKey } from './accounts/account-state';
import { auditContacts } from './audits/audit-contacts';
import { failAudit, finishAudit } from './audits/finish-audit';
import { prepareAudit } from './audits/prepare-audit';
import { repairContacts } from './audits/repair-contacts';
import { estimateSync } from './sync/estimate-sync';
import { prepareRehearsal } from './rehearsals/prepare-rehearsal';
import { rehearsePeople } from './rehearsals/rehearse-people';
import { removeWebhooks } from './webhooks/remove-webhooks';
import { setUpWebhooks } from './webhooks/set-up-webhooks';
import { testConnection } from './accounts/test-connection';
import { tryKeys } from './accounts/try-keys';
import { checkSettings } from './contacts/check-settings';
import { makeLists } from './contacts/make-lists';
import { readOffers } from './contacts/read-offers';
import { erasureSteps } from './privacy/erasure-steps';
import type { ActivityDeps, ActivityMemory, WorkerDeps } from './deps';
import type { SyncSetup } from './types';
import { prepareAutomations } from './automations/prepare-automations';
import { finishIncremental } from './sync/finish-incremental';
import { isAnythingDue } from './sync/is-anything-due';
import { prepareIncremental } from './sync/prepare-incremental';
import { publishNewCustomers } from './timeline/publish-new-customers';
import { signalDueTickets } from './sync/signal-due-tickets';
import { publishCustomer } from './tickets/publish-customer';
import { settleOutcome } from './campaigns/settle-outcome';
import { settleRequest } from './campaigns/settle-request';
import { erasedRefresh, erasedStatus, unlessErased } from './tickets/erased-ticket';
import { waitingInStore } from './tickets/waiting-ticket';
import { signalTickets } from './tickets/signal-tickets';
import { readBrevoState } from './contacts/brevo-state';
import { confirmImports } from './contacts/confirm-imports';
import { publishDue, publishSlice } from './contacts/publish-due';
import { ensureTagLists } from './contacts/tag-lists';
import { enrichCustomers } from './sync/enrich';
import { failRun, finishRun, readMeter } from './sync/finish-run';
import { prepareRun } from './sync/prepare-run';
import { readPages } from './sync/read-pages';
import { sweep } from './sync/sweep';
import { readReference } from './contacts/reference';
import { verifyUnseen } from './sync/verify-unseen';

/** Every activity by the name that histories know it by. Each is safe to run twice. */

export function createActivities(given: WorkerDeps) {
  const deps: ActivityDeps = { ...given, memory: emptyMemory() };
  const bind =
    <Args extends readonly unknown[], Answer>(step: (deps: ActivityDeps, ...args: Args) => Answer) =>
    (...args: Args): Answer =>
      step(deps, ...args);
  return {
    readReference: bind(readReference),
    prepareRun: bind(prepareRun),
    readBrevoState: bind(readBrevoState),
    ensureTagLists: bind(ensureTagLists),
    readPages: bind(readPages),
    verifyUnseen: bind(verifyUnseen),
    enrichCustomers: bind(enrichCustomers),
    publishDue: bind(publishDue),
    confirmImports: ({ account }: SyncSetup) => confirmImports(deps, account),
    readMeter: bind(readMeter),
    finishRun: bind(finishRun),
    failRun: bind(failRun),
    prepareIncremental: bind(prepareIncremental),
    tellTickets: bind(signalDueTickets),
    tellCustomers: bind(publishNewCustomers),
    sweep: bind(sweep),
    isAnythingDue: bind(isAnythingDue),
    publishSlice: bind(publishSlice),
    finishIncremental: bind(finishIncremental),
    prepareAutomations: (account: string, since: string, runId: string) =>
      prepareAutomations(deps, account, { since, runId }),
    readTicket: bind(unlessErased(waitingInStore(beginRound), erasedRefresh)),
    publishCustomer: bind(unlessErased(waitingInStore(publishCustomer), () => undefined)),
    sendTimeline: bind(unlessErased(waitingInStore(tellTimeline), () => null)),
    settleOutcome: bind(unlessErased(waitingInStore(settleOutcome), erasedStatus)),
    settleRequest: bind(settleRequest),
    wakeTickets: (account: string, ticketIds: readonly number[], source: HintSource) =>
      signalTickets(deps, account, { ticketIds, source }),
    prepareAudit: bind(prepareAudit),
    auditContacts: bind(auditContacts),
    finishAudit: bind(finishAudit),
    failAudit: bind(failAudit),
    repairContacts: bind(repairContacts),
    testConnection: bind(testConnection),
    tryKeys: bind(tryKeys),
    checkSettings: bind(checkSettings),
    readOffers: bind(readOffers),
    makeLists: bind(makeLists),
    planSync: bind(estimateSync),
    removeWebhooks: (account: string, what: Omit<WebhookRemovalInput, 'account'> = { everywhere: true }) =>
      removeWebhooks(deps, account, what),
    setUpWebhooks: (account: string, address: string, move: boolean) => setUpWebhooks(deps, account, { address, move }),
    prepareRehearsal: bind(prepareRehearsal),
    rehearsePeople: bind(rehearsePeople),
    ...erasureSteps(deps),
    reportRefusedKey: (account: string, code: string, message: string) =>
      reportRefusedKey(deps, account, { code, message }),
    reportConnected: bind(reportConnected),
  };
}

function emptyMemory(): ActivityMemory {
  return {
    mappings: new Map(),
    makingLists: new Map(),
    refusedTags: new Map(),
    tries: new Map(),
    pageSizes: new Map(),
  };
}

/** The activities as workflows call them, without what the worker gives them. */
export type Activities = ReturnType<typeof createActivities>;
