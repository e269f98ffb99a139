import type { Client } from '@temporalio/client';
import type { Store } from '../store/types';
import * as messages from '../workflows/messages';
import { startOnly } from './start-run';

/** Resolves when Temporal has accepted it; throws `conflict.already_running`: one rehearsal of an account at a time. */
export async function startRehearsal(
  { client, store }: { readonly client: Client; readonly store: Store },
  input: messages.RehearsalInput,
): Promise<{ workflowId: string; runId: string }> {
  const { account } = input;
  await store.accounts.credentials(account);
  const workflowId = messages.rehearsalWorkflowId(account);
  const taken = `A rehearsal of ${account} is under way already`;
  return startOnly(client, { type: 'rehearsal', workflowId, input, taken });
}
