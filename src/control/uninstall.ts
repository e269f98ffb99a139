import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Uninstalled } from './control';
import { purgeAccount } from '../store/accounts/purge';
import type { Store } from '../store/types';
import { ACCOUNT_ATTRIBUTE, fullSyncWorkflowId } from '../workflows/messages';
import { ignoreMissing, reachable } from './temporal-call';
import { removeSchedule } from './schedules';
import { tellTemporal } from './tell-temporal';
import { terminateWorkflows } from './terminate-workflows';

/** A cancelled run writes down where it stands; one that cannot, because no worker is there, is terminated. */
const CANCEL_WITHIN_MS = 20_000;
const VISIBLE_WITHIN_MS = 60_000;
const POLL_MS = 200;

/**
 * Ends everything that runs for an account, forgets its keys, and with `purge` all that is known of it. May be repeated after a failure:
 * each step leaves a state from which it goes on. Brevo keeps its contacts.
 */
export async function uninstall(
  { client, store }: { readonly client: Client; readonly store: Store },
  account: string,
  { purge }: { readonly purge: boolean },
): Promise<Uninstalled> {
  const isInstalled = (await store.accounts.find(account)) !== null;
  const before = isInstalled
    ? `${account} is still installed, with its keys: what is due may leave. Temporal could not be told to end what runs for it.`
    : `${account} was uninstalled before. Temporal could not be told to end what may still run for it.`;
  await tellTemporal(before, async () => {
    await reachable(client, () => removeSchedule(client, account));
    await endFullSync(client, account);
  });
  // Before the others are ended, so that none of them starts another.
  await store.accounts.uninstall(account);
  await store.webhookHealth.forget(account);
  // Nothing leaves any more. What an earlier uninstallation has dropped is not dropped again.
  const dropped = isInstalled ? await store.gauges.unsent(account) : { campaigns: 0, events: 0 };
  const ended = await tellTemporal(
    `${account} is uninstalled: its keys are forgotten, and nothing leaves. Temporal could not be told to end what runs for it${purge ? ', so nothing is deleted yet' : ''}.`,
    () => terminateAll(client, account),
  );
  const rows = purge ? await purgeAccount(store.db, account) : 0;
  return { account, purged: purge, workflowsEnded: ended, rowsDeleted: rows, dropped };
}

async function endFullSync(client: Client, account: string): Promise<void> {
  const run = client.workflow.getHandle(fullSyncWorkflowId(account));
  await reachable(client, () => run.cancel()).catch(ignoreMissing);
  const deadline = Date.now() + CANCEL_WITHIN_MS;
  while (await isRunning(client, run)) {
    if (Date.now() >= deadline) return;
    await sleep(POLL_MS);
  }
}

async function isRunning(client: Client, run: WorkflowHandle): Promise<boolean> {
  try {
    const { name } = (await reachable(client, () => run.describe())).status;
    return name === 'RUNNING' || name === 'CONTINUED_AS_NEW';
  } catch (thrown) {
    ignoreMissing(thrown);
    return false;
  }
}

/** What is listed lags behind what runs, and what runs may have started another just before: asked until nothing is left. */
async function terminateAll(client: Client, account: string): Promise<number> {
  const ended = new Set<string>();
  const deadline = Date.now() + VISIBLE_WITHIN_MS;
  for (;;) {
    const running = await listRunning(client, account);
    if (running.length === 0) return ended.size;
    await terminateWorkflows(client, running, 'the account was uninstalled');
    for (const id of running) ended.add(id);
    if (Date.now() >= deadline) return ended.size;
    await sleep(POLL_MS);
  }
}

/** Ids of at most a thousand workflows that are listed as running. */
async function listRunning(client: Client, account: string): Promise<readonly string[]> {
  const query = `${ACCOUNT_ATTRIBUTE.name} = '${account}' and ExecutionStatus = 'Running'`;
  return reachable(client, async () => {
    const ids: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query, pageSize: 200 })) {
      ids.push(workflowId);
      if (ids.length === 1000) break;
    }
    return ids;
  });
}
