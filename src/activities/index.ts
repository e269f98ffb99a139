import { reportConnected, reportRefusedKey } from './connection/account-state';
import { planSync } from './connection/plan-sync';
import { setUpWebhooks } from './connection/set-up-webhooks';
import { testConnection } from './connection/test-connection';
import type { ActivityDeps, WorkerDeps } from './deps';
import { prepareAutomations } from './feed/prepare-automations';
import { finishIncremental } from './feed/finish-incremental';
import { prepareIncremental } from './feed/prepare-incremental';
import { tellCustomers } from './feed/tell-customers';
import { tellTickets } from './feed/tell-tickets';
import { publishCustomer } from './tickets/publish-customer';
import { readTicket } from './tickets/read-ticket';
import { sendTimeline } from './events/send-timeline';
import { settleOutcome } from './tickets/settle-outcome';
import { settleRequest } from './campaigns/settle-request';
import { waitingInStore } from './tickets/waiting-ticket';
import { wakeTickets } from './tickets/wake-tickets';
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

/** Every activity by the name that histories know it by. Each is safe to run twice. */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- the one list of activities; `Activities` is taken from it
export function createActivities(given: WorkerDeps) {
  const deps: ActivityDeps = { ...given, memory: { mappings: new Map(), makingLists: new Map() } };
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
    confirmImports: bind(confirmImports),
    readMeter: bind(readMeter),
    finishRun: bind(finishRun),
    failRun: bind(failRun),
    prepareIncremental: bind(prepareIncremental),
    tellTickets: bind(tellTickets),
    tellCustomers: bind(tellCustomers),
    finishIncremental: bind(finishIncremental),
    prepareAutomations: bind(prepareAutomations),
    readTicket: bind(waitingInStore(readTicket)),
    publishCustomer: bind(waitingInStore(publishCustomer)),
    sendTimeline: bind(waitingInStore(sendTimeline)),
    settleOutcome: bind(waitingInStore(settleOutcome)),
    settleRequest: bind(settleRequest),
    wakeTickets: bind(wakeTickets),
    testConnection: bind(testConnection),
    planSync: bind(planSync),
    setUpWebhooks: bind(setUpWebhooks),
    reportRefusedKey: bind(reportRefusedKey),
    reportConnected: bind(reportConnected),
  };
}

/** The activities as workflows call them, without what the worker gives them. */
export type Activities = ReturnType<typeof createActivities>;
