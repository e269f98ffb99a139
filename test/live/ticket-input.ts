import { defaultPayloadConverter } from '@temporalio/common';
import { openHistoryKeys } from '../../src/store/open-history-keys';
import { createPayloadCodec } from '../../src/temporal/payload-codec';
import { ticketWorkflowId } from '../../src/workflows/messages';
import { ACCOUNT } from '../support/connector';
import type { LiveHarness } from './harness';

/** What the ticket's workflow was given, as a process sees it that has never seen its key. */
export async function ticketInput(harness: LiveHarness, databaseUrl: string, ticketId: number): Promise<unknown> {
  const { client, keyring } = harness.connector;
  const history = await client.workflow.getHandle(ticketWorkflowId(ACCOUNT, ticketId)).fetchHistory();
  const sealed = history.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  const { historyKeys, close } = openHistoryKeys({ databaseUrl, keyring });
  const [input] = await createPayloadCodec(keyring, historyKeys).decode(sealed);
  await close();
  return input === undefined ? null : defaultPayloadConverter.fromPayload(input);
}
