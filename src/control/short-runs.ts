import { createHash, randomUUID } from 'node:crypto';
import { type Client, WorkflowFailedError, WorkflowIdConflictPolicy } from '@temporalio/client';
import { isConnectorError } from '../domain/errors/connector-error';
import type { Store } from '../store/types';
import { accountAttributes } from '../temporal/search-attributes';
import * as messages from '../workflows/messages';
import type { ConnectorControl, KeyChange } from './control';
import { describeFailure } from './describe-failure';
import { reachable } from './temporal-call';

const SHORT_WORKFLOW_MS = 120_000;

/** What a person asks of a worker and waits for: workflows of a few seconds. */
export function shortRuns({
  client,
  store,
  isOn,
}: {
  readonly client: Client;
  readonly store: Store;
  readonly isOn: (account: string) => boolean;
}): Pick<
  ConnectorControl,
  | 'testConnection'
  | 'plan'
  | 'setUpWebhooks'
  | 'removeWebhooks'
  | 'checkSettings'
  | 'readOffers'
  | 'makeLists'
  | 'tryKeys'
> {
  const { WORKFLOW_TYPES } = messages;
  return {
    testConnection: (account) => {
      const workflowId = messages.connectionTestWorkflowId(account);
      return runShort(client, { type: WORKFLOW_TYPES.connectionTest, workflowId, input: { account } });
    },
    plan: (account) => {
      const workflowId = messages.planWorkflowId(account);
      return runShort(client, { type: WORKFLOW_TYPES.plan, workflowId, input: { account } });
    },
    setUpWebhooks: (account, address, { move }) => {
      const workflowId = messages.webhookSetupWorkflowId(account);
      return runShort(client, { type: WORKFLOW_TYPES.webhookSetup, workflowId, input: { account, address, move } });
    },
    removeWebhooks: (account, what) => {
      // Who has them removed does not get the answer of a dry run that is under way.
      const workflowId = `${messages.webhookRemovalWorkflowId(account)}${what.dryRun === true ? '/dry-run' : ''}`;
      return runShort(client, { type: WORKFLOW_TYPES.webhookRemoval, workflowId, input: { account, ...what } });
    },
    checkSettings: (account, settings) => {
      const workflowId = messages.settingsCheckWorkflowId(account, digestOf(settings));
      return runShort(client, { type: WORKFLOW_TYPES.settingsCheck, workflowId, input: { account, settings } });
    },
    readOffers: (account) => {
      const workflowId = messages.vendorOffersWorkflowId(account);
      return runShort(client, { type: WORKFLOW_TYPES.vendorOffers, workflowId, input: { account } });
    },
    makeLists: (account, names) => {
      const workflowId = messages.listMakingWorkflowId(account, digestOf(JSON.stringify(names)));
      return runShort(client, { type: WORKFLOW_TYPES.listMaking, workflowId, input: { account, names } });
    },
    tryKeys: async (account, change) => {
      if (!isOn(account)) return [];
      const input = await trialOf(store, account, change);
      const workflowId = messages.keyTrialWorkflowId(account, randomUUID());
      return runShort(client, { type: WORKFLOW_TYPES.keyTrial, workflowId, input });
    },
  };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** What is not replaced is tried as it is stored: an e-mail alone is an answer to the key beside it. */
async function trialOf(
  { accounts }: Pick<Store, 'accounts'>,
  account: string,
  { email, gorgiasApiKey, brevoApiKey }: KeyChange,
): Promise<messages.KeyTrialInput> {
  const stored = await accounts.credentials(account).catch((thrown: unknown) => {
    // An account that is installed just now; one whose stored keys cannot be opened any more gets new ones.
    if (isConnectorError(thrown, 'input.unknown_account', 'config.invalid')) return null;
    throw thrown;
  });
  const keys = accounts.sealTrial(account, {
    email: email ?? stored?.email ?? '',
    gorgiasApiKey: gorgiasApiKey ?? stored?.gorgiasApiKey ?? '',
    brevoApiKey: brevoApiKey ?? stored?.brevoApiKey ?? '',
  });
  const vendors = messages.TRIED_VENDORS.filter((vendor) =>
    vendor === 'gorgias' ? (email ?? gorgiasApiKey) !== undefined : brevoApiKey !== undefined,
  );
  return { account, keys, vendors };
}

interface ShortRun<Input extends { readonly account: string }> {
  readonly type: string;
  readonly workflowId: string;
  readonly input: Input;
}

/** Starts a workflow of a few seconds, or joins the one that runs, and answers its result. */
async function runShort<Input extends { readonly account: string }, Result>(
  client: Client,
  { type, workflowId, input }: ShortRun<Input>,
): Promise<Result> {
  try {
    const handle = await reachable(client, () =>
      client.workflow.start<(input: Input) => Promise<Result>>(type, {
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
