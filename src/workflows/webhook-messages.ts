/** Input of `webhookSetupWorkflow`. The secret is no part of it: inputs stay in histories, and the worker has it in its environment. */
export interface WebhookSetupInput {
  readonly account: string;
  /** Where Gorgias is to send webhooks: `https://connector.example/webhooks/gorgias/yourstore`. */
  readonly address: string;
  /** Integrations of ours that send elsewhere are moved here; without it they are a fault. */
  readonly move?: boolean;
}

/** The HTTP integrations of Gorgias that now send webhooks to `address`. */
export interface WebhookSetup {
  readonly address: string;
  readonly integrations: readonly {
    readonly id: number;
    readonly name: string;
    readonly trigger: string;
    readonly done: 'created' | 'updated' | 'moved';
  }[];
}

/** The HTTP integrations of Gorgias that were taken away. */
export interface WebhookRemovalInput {
  readonly account: string;
  /** Of a connector: integrations that send to this host are removed. Missing: none are by their host. */
  readonly address?: string;
  /** Those that send to other hosts, too. */
  readonly everywhere?: boolean;
  /** Only says what would be removed. */
  readonly dryRun?: boolean;
}

type RemovedIntegration = { readonly id: number; readonly name: string; readonly address: string };

export interface WebhookRemoval {
  readonly integrations: readonly RemovedIntegration[];
  /** They send to another host, and stay. */
  readonly elsewhere: readonly RemovedIntegration[];
}

export const webhookSetupWorkflowId = (account: string): string => `webhook-setup/${account}`;
export const webhookRemovalWorkflowId = (account: string): string => `webhook-removal/${account}`;
