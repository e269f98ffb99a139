import { type CampaignHistory, listCampaigns } from '../contract/campaign-history';
import { type CampaignAnswer, triggerCampaign } from '../contract/campaigns';
import type { CallApi } from './api-call';
import { handlerTicket } from '../events/handler-ticket';
import type { CampaignHistoryOptions, CampaignValue, TriggerOptions } from './campaign-types';
import { requireOptions } from './require-call';

export type { CampaignAnswer, CampaignHistory };

export type { CampaignHistoryOptions, TriggerOptions } from './campaign-types';

/**
 * Campaigns that a program sends, beside those of the policy. Every call throws {@link TajoError}. `Name`: those of `tajo.yaml`, so that the
 * compiler finds a misspelt one.
 */
export class Campaigns<Name extends string = string> {
  readonly #callApi: CallApi;

  constructor(callApi: CallApi) {
    this.#callApi = callApi;
  }

  /**
   * Sends a campaign of the policy at once; one that it does not have is refused with the nearest, unless `adHoc` is given, or `tajo.yaml` has no
   * campaigns at all. Repeating the call sends nothing twice. The rules that protect people hold as for the
   * policy: consent, frequency cap, hold while another ticket of the customer is open, at most one campaign for a ticket.
   *
   * @throws {@link TajoError} `input.invalid` (its `field` says which), `input.unknown_account`, `input.unknown_person`, `auth.tajo_refused`,
   * `temporal.unavailable`, `store.unavailable`, `client.*`
   */
  trigger(name: Name, options: TriggerOptions): Promise<CampaignAnswer>;
  trigger(name: string, options: TriggerOptions & { readonly adHoc: true }): Promise<CampaignAnswer>;
  async trigger(name: string, options: TriggerOptions): Promise<CampaignAnswer> {
    requireOptions('trigger', options);
    const handled = handlerTicket();
    const { email, idempotencyKey, adHoc } = options;
    // JSON leaves out what is undefined.
    const params = options.params as Record<string, CampaignValue | readonly CampaignValue[]> | undefined;
    const ticketId = options.ticketId ?? handled?.ticketId;
    return this.#callApi(triggerCampaign, {
      query: { account: options.account ?? handled?.account },
      body: { name, email, params, adHoc, ticketId, idempotencyKey },
    });
  }

  /** What was sent, waits, is held, was skipped or given up, by campaign and reason, with the tickets. Names nobody. */
  async history(options: CampaignHistoryOptions = {}): Promise<CampaignHistory> {
    requireOptions('history', options);
    const { account, campaign, fate, since, until, limit } = options;
    return this.#callApi(listCampaigns, { query: { account, campaign, fate, since, until, limit } });
  }
}
