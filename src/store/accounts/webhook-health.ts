import type { WebhookHealth, WebhookProblemKind } from '../../domain/webhook/webhook-health';
import type { Db } from '../database/connection';

/** What the door did since it was last written down. */
export interface WebhookCount {
  readonly accepted: boolean;
  /** Refused in a row, after the last that was accepted. */
  readonly refusals: number;
  /** HTTP status of the newest refusal. */
  readonly status: number | null;
}

export interface WebhookHealthBook {
  record(account: string, count: WebhookCount): Promise<Pick<WebhookHealth, 'refusals' | 'told'>>;
  read(account: string): Promise<WebhookHealth>;
  /** True for the one caller, over all processes, who has to alert. */
  claimAlert(account: string, kind: WebhookProblemKind | null): Promise<boolean>;
  forget(account: string): Promise<void>;
}

const UNUSED: WebhookHealth = {
  acceptedAt: null,
  refusals: 0,
  refusedAt: null,
  refusedStatus: null,
  unheard: 0,
  unheardSince: null,
  told: null,
};

/** One row for an account that was ever knocked for, since several processes answer webhooks. */
export function createWebhookHealth(db: Db): WebhookHealthBook {
  return {
    record: async (account, { accepted, refusals, status }) => {
      const [row] = await db.query<Pick<WebhookHealth, 'refusals' | 'told'>>(RECORD, [
        ...[account, accepted, refusals, status],
      ]);
      return row ?? UNUSED;
    },
    read: async (account) => (await db.query<WebhookHealth>(READ, [account]))[0] ?? UNUSED,
    claimAlert: async (account, kind) => (await db.query(CLAIM_ALERT, [account, kind])).length > 0,
    forget: async (account) => {
      await db.query('delete from webhook_health where account = $1', [account]);
    },
  };
}

const RECORD = `insert into webhook_health as w (account, accepted_at, refusals, refused_at, refused_status)
  values ($1, case when $2::boolean then clock_timestamp() end, $3::int, case when $3::int > 0 then clock_timestamp() end, $4::int)
  on conflict (account) do update set accepted_at = coalesce(excluded.accepted_at, w.accepted_at),
    refusals = excluded.refusals + case when excluded.accepted_at is null then w.refusals else 0 end,
    refused_at = coalesce(excluded.refused_at, w.refused_at),
    refused_status = coalesce(excluded.refused_status, w.refused_status)
  returning refusals, told`;

// The clocks of Gorgias and the database differ, and a webhook comes a moment after its change.
const READ = `select w.accepted_at as "acceptedAt", w.refusals, w.refused_at as "refusedAt", w.refused_status as "refusedStatus",
    c.unheard, c.since as "unheardSince", w.told
  from webhook_health w cross join lateral (
    select count(*)::int as unheard, min(updated_at) as since from (
      select updated_at from tickets where account = $1 and updated_at > w.accepted_at + interval '5 minutes'
      order by updated_at limit 1000
    ) t
  ) c where w.account = $1`;

const CLAIM_ALERT = `update webhook_health set told = $2::text where account = $1 and told is distinct from $2::text returning account`;
