import type { AccountOption } from './types';

export type { TicketEventAccepted } from '../contract/tickets';
export type { WebhookGuide, WebhookRemoval, WebhookSetup } from '../contract/webhooks';

/** Something that happened to a ticket, as the caller heard of it. Only `ticketId` counts: the ticket itself is read from Gorgias. */
export interface TicketEvent {
  /** What happened, e.g. `ticket.updated`. */
  readonly type: string;
  readonly payload: {
    readonly ticketId: number | string;
    readonly status?: unknown;
    readonly customerEmail?: string | null | undefined;
    readonly channel?: string | null | undefined;
    readonly tags?: readonly unknown[] | null | undefined;
    readonly satisfaction?: unknown;
    readonly [more: string]: unknown;
  };
}

export interface WebhookRemovalOptions extends AccountOption {
  /** Address of the connector as Gorgias sees it: integrations that send to its host are removed. */
  readonly url?: string | undefined;
  /** Those that send to other hosts are removed, too. */
  readonly everywhere?: boolean | undefined;
  /** Only says what would be removed. */
  readonly dryRun?: boolean | undefined;
}

export interface WebhookSetupOptions extends AccountOption {
  /** The https address at which Gorgias reaches the connector. */
  readonly url: string;
  /** Those of this connector that send to another address send here from now on; without it they are a fault. */
  readonly move?: boolean | undefined;
}
