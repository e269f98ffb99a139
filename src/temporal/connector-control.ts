import {
  type Client,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowIdConflictPolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { ConnectorControl, InstallRequest, LatestRun } from '../api/control';
import { ConnectorError } from '../domain/errors';
import type { Store } from '../store/types';
import * as messages from '../workflows/messages';
import { rotateKey } from './account-keys';
import { describeFailure } from './describe-failure';
import { ignoreMissing, reachable } from './reachable';
import { ensureSchedule, pauseSchedule, resumeSchedule } from './schedules';
import { accountAttributes } from './search-attributes';
import { createTicketSignaller } from './signal-ticket';
import { createTicketEvents, type TicketEvents } from './ticket-events';
import { uninstall } from './uninstall';

const SHORT_WORKFLOW_MS = 120_000;

export interface ControlOptions {
  readonly client: Client;
  readonly store: Store;
  /** Time between two incremental syncs of an account that is installed; null: none are scheduled. */
  readonly syncEveryMs: number | null;
}

/** The connector as the API sees it: every action is a start, a signal or a query of Temporal. */
export function createConnectorControl({
  client,
  store,
  syncEveryMs,
}: ControlOptions): ConnectorControl & Pick<TicketEvents, 'settled'> {
  const fullSync = (account: string): ReturnType<Client['workflow']['getHandle']> =>
    client.workflow.getHandle(messages.fullSyncWorkflowId(account));
  const signal = (account: string, name: string): Promise<void> =>
    reachable(client, () => fullSync(account).signal(name)).catch(ignoreMissing);
  const pause = async (account: string): Promise<void> => {
    await store.accounts.credentials(account);
    await store.accounts.setState(account, 'paused', null);
    await reachable(client, () => pauseSchedule(client, account));
    await signal(account, 'pause');
  };
  const resume = async (account: string): Promise<void> => {
    await store.accounts.credentials(account);
    await store.accounts.setState(account, 'connected', null);
    await signal(account, 'resume');
    await reachable(client, () => resumeSchedule(client, account));
  };
  const ticketEvents = createTicketEvents(client, createTicketSignaller(client));
  return {
    install: async (request) => {
      await install(client, store, request);
      if (syncEveryMs !== null) await reachable(client, () => ensureSchedule(client, request.account, syncEveryMs));
    },
    rotateKey: (account, change) => rotateKey(client, store, account, change),
    uninstall: (account, options) => uninstall(client, store, account, options),
    startSync: (input) => startSync(client, input),
    progress: (account) => readProgress(client, account),
    latestRun: (account) => readLatestRun(client, account),
    ...{ pause, resume },
    testConnection: (account) =>
      runShort(client, messages.WORKFLOW_TYPES.connectionTest, messages.connectionTestWorkflowId(account), { account }),
    plan: (account) => runShort(client, messages.WORKFLOW_TYPES.plan, messages.planWorkflowId(account), { account }),
    ticketEvent: (account, ticketId, hint) => ticketEvents.accept(account, ticketId, hint),
    settled: () => ticketEvents.settled(),
    setUpWebhooks: (account, address) =>
      runShort(client, messages.WORKFLOW_TYPES.webhookSetup, messages.webhookSetupWorkflowId(account), {
        account,
        ...{ address },
      }),
  };
}

async function install(client: Client, store: Store, request: InstallRequest): Promise<void> {
  const { account, domain, email, gorgiasApiKey, brevoApiKey } = request;
  await store.accounts.save({ account, domain, email, gorgiasApiKey, brevoApiKey });
  // A run that waits for a new key goes on at once.
  await client.workflow.getHandle(messages.fullSyncWorkflowId(account)).signal('resume').catch(ignoreMissing);
}

async function startSync(
  client: Client,
  input: messages.FullSyncInput,
): Promise<{ workflowId: string; runId: string }> {
  const workflowId = messages.fullSyncWorkflowId(input.account);
  try {
    const handle = await reachable(client, () =>
      client.workflow.start(messages.WORKFLOW_TYPES.fullSync, {
        taskQueue: messages.TASK_QUEUE,
        workflowId,
        args: [input],
        typedSearchAttributes: accountAttributes(input.account),
        staticSummary: messages.fullSyncSummary(input.account),
      }),
    );
    return { workflowId, runId: handle.firstExecutionRunId };
  } catch (thrown) {
    if (!(thrown instanceof WorkflowExecutionAlreadyStartedError)) throw thrown;
    throw new ConnectorError('conflict.already_running', `A full sync of ${input.account} is running already`);
  }
}

async function readProgress(client: Client, account: string): Promise<messages.SyncProgress | null> {
  const handle = client.workflow.getHandle(messages.fullSyncWorkflowId(account));
  try {
    return await reachable(client, () => handle.query(messages.progressQuery));
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) return null;
    // No worker, or a run that failed before it could answer: there is no progress to tell, and that is no error.
    if (thrown instanceof ServiceError || (thrown instanceof Error && thrown.name === 'QueryNotRegisteredError'))
      return null;
    throw thrown;
  }
}

async function readLatestRun(client: Client, account: string): Promise<LatestRun | null> {
  const handle = client.workflow.getHandle(messages.fullSyncWorkflowId(account));
  try {
    const run = await reachable(client, () => handle.describe());
    const state = stateOf(run.status.name);
    return {
      runId: run.raw.workflowExecutionInfo?.firstRunId ?? run.runId,
      state,
      startedAt: run.startTime.toISOString(),
      finishedAt: run.closeTime?.toISOString() ?? null,
      failure: state === 'failed' ? await failureOf(handle) : null,
    };
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) return null;
    throw thrown;
  }
}

function stateOf(status: string): LatestRun['state'] {
  if (status === 'RUNNING' || status === 'CONTINUED_AS_NEW') return 'running';
  if (status === 'COMPLETED') return 'completed';
  return status === 'CANCELLED' ? 'cancelled' : 'failed';
}

async function failureOf(handle: ReturnType<Client['workflow']['getHandle']>): Promise<string> {
  try {
    await handle.result();
    return 'The run ended without saying why';
  } catch (thrown) {
    return describeFailure(thrown).message;
  }
}

/** Starts a workflow of a few seconds, or joins the one that runs, and answers its result. */
async function runShort<Result>(
  client: Client,
  type: string,
  workflowId: string,
  input: { readonly account: string },
): Promise<Result> {
  try {
    const handle = await reachable(client, () =>
      client.workflow.start<(input: { readonly account: string }) => Promise<Result>>(type, {
        taskQueue: messages.TASK_QUEUE,
        workflowId,
        args: [input],
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        workflowExecutionTimeout: SHORT_WORKFLOW_MS,
        typedSearchAttributes: accountAttributes(input.account),
      }),
    );
    return await handle.result();
  } catch (thrown) {
    throw thrown instanceof WorkflowFailedError ? describeFailure(thrown) : thrown;
  }
}
