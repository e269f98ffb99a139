import type { Client } from '@temporalio/client';
import type { AutomationsBackfill } from './control';
import * as messages from '../workflows/messages';
import { startOnly } from './start-run';
import { readLatestRun, readProgress } from './sync-runs';

/** Resolves when Temporal has accepted it; throws `conflict.already_running`. */
export async function startAutomationsBackfill(
  client: Client,
  account: string,
  since: string,
): Promise<{ workflowId: string; runId: string }> {
  const workflowId = messages.automationsBackfillWorkflowId(account);
  const input: messages.AutomationsBackfillInput = { account, since };
  const taken = `The automations of ${account} are being read back already`;
  return startOnly(client, { type: 'automationsBackfill', workflowId, input, taken });
}

export async function readAutomationsBackfill(client: Client, account: string): Promise<AutomationsBackfill | null> {
  const run = await readLatestRun(client, account, 'automations');
  if (run === null) return null;
  return { run, progress: run.state === 'failed' ? null : await readProgress(client, account, 'automations') };
}
