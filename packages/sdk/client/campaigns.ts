import { type CampaignAnswer, triggerCampaign } from '../contract/campaigns';
import type { CallApi } from './api-call';
import { handlerTicket } from '../events/handler-ticket';
import type { AccountOption } from './types';

export type { CampaignAnswer };

type CampaignValue = string | number | boolean | null;

export interface TriggerOptions extends AccountOption {
  /** Whom it goes to; null: the customer has no address, and it is skipped. */
  readonly email: string | null;
  /**
   * What the automation or template can say. Campaigns with a ticket also have `agent_name`, `ticket_subject`, `resolution_time` (minutes),
   * `satisfaction_score`, `ticket_id` and `channel`, which what is given here goes before.
   */
  readonly params?: Readonly<Record<string, CampaignValue | readonly CampaignValue[] | undefined>> | undefined;
  /** The ticket that it follows from; inside a handler of `connectors.on`, by default, that of the event. */
  readonly ticketId?: number | undefined;
  /** Calls with the same key are one call. Default: calls for the same campaign and ticket are; without a ticket, each stands for itself. */
  readonly idempotencyKey?: string | undefined;
}

/** Campaigns that a program sends, beside those of the policy. Every call throws {@link TajoError}. */
export class Campaigns {
  readonly #callApi: CallApi;

  constructor(callApi: CallApi) {
    this.#callApi = callApi;
  }

  /**
   * Sends a campaign of the policy at once, or, under a name that the policy does not have, the Brevo event of that name
   * (`post-support-upsell`: `POST_SUPPORT_UPSELL`). Repeating the call sends nothing twice. The rules that protect people hold as for the
   * policy: consent, frequency cap, hold while another ticket of the customer is open, at most one campaign for a ticket.
   *
   * @throws {@link TajoError} `input.invalid` (its `field` says which), `input.unknown_account`, `auth.tajo_refused`,
   * `temporal.unavailable`, `store.unavailable`, `client.*`
   */
  async trigger(name: string, options: TriggerOptions): Promise<CampaignAnswer> {
    const handled = handlerTicket();
    const { email, idempotencyKey } = options;
    // JSON leaves out what is undefined.
    const params = options.params as Record<string, CampaignValue | readonly CampaignValue[]> | undefined;
    const ticketId = options.ticketId ?? handled?.ticketId;
    return this.#callApi(triggerCampaign, {
      query: { account: options.account ?? handled?.account },
      body: { name, email, params, ticketId, idempotencyKey },
    });
  }
}
