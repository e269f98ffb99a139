import type { Client } from '@temporalio/client';
import { ConnectorError } from '../domain/errors/connector-error';
import * as messages from '../workflows/messages';
import type { AuditRun } from './control';
import { askProgress, readLatestRun } from './sync-runs';
import { startOnly } from './start-run';

/** Resolves when Temporal has accepted it; throws `conflict.already_running`. */
export async function startAudit(
  client: Client,
  input: messages.AuditInput,
): Promise<{ workflowId: string; runId: string }> {
  const workflowId = messages.auditWorkflowId(input.account);
  const taken = `An audit of ${input.account} is running already`;
  return startOnly(client, { type: 'audit', workflowId, input, taken });
}

/** Begins the sample of the night; one that a person has started meanwhile does as well. */
export function createNightlyAudits(client: Client): (account: string) => Promise<void> {
  return async (account) => {
    try {
      await startAudit(client, { account, sample: messages.NIGHTLY_SAMPLE, nightly: true });
    } catch (thrown) {
      if (!(thrown instanceof ConnectorError && thrown.code === 'conflict.already_running')) throw thrown;
    }
  };
}

/** The newest audit or repair, and how far it is; null when Temporal knows none. */
export async function readAuditRun(client: Client, account: string): Promise<AuditRun | null> {
  const run = await readLatestRun(client, account, 'audit');
  if (run === null) return null;
  if (run.state === 'failed') return { run, progress: null };
  return { run, progress: await askProgress(client, messages.auditWorkflowId(account), messages.auditProgressQuery) };
}
