import type { Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';
import { onlyRow } from '../database/values';

/** What a restored database can't know of itself. */
export interface RestoreMark {
  readonly restoredAt: Timestamp;
  /** Events of the timeline, and campaigns that are events: Brevo is asked for each of them before it is sent. */
  readonly askedFor: number;
  /** Campaigns by mail: Brevo is not asked, so each is listed as `campaign_unknown` and not sent. */
  readonly unknown: number;
  /** Campaigns that are a list: who is on it already stays on it. */
  readonly repeated: number;
}

/** A database that was restored is behind Brevo: what it holds as not sent may have been sent since its backup. */
export interface Restores {
  /**
   * Says that the database was restored just now, while nothing of the connector ran. What has no end yet, and what happened until now and is
   * written down later, is from here on treated like a request whose answer was lost. May be repeated.
   */
  mark(): Promise<RestoreMark>;
}

export function createRestores(db: Db): Restores {
  return { mark: async () => onlyRow(await db.query<RestoreMark>(MARK)) };
}

/** Null: never. */
const RESTORED_AT = '(select max(restored_at) from restores)';

/**
 * Whether something that could be sent from `since` on may have been sent by the database that was lost: an SQL expression, never null.
 * `since` is SQL of a time.
 */
export const mayBeSent = (since: string): string => `coalesce(${since} <= ${RESTORED_AT}, false)`;

/** How something is written down that could be sent from `since` on; in the order of {@link BEGINNING_COLUMNS}. */
export const beginning = (since: string): string => `case when ${mayBeSent(since)} then 'sending' else 'intended' end,
    ${mayBeSent(since)}, case when ${mayBeSent(since)} then ${since} end, case when ${mayBeSent(since)} then ${RESTORED_AT} end`;
export const BEGINNING_COLUMNS = 'state, unsure, first_tried_at, tried_at';
/** For `on conflict do update`. */
export const BEGIN_ANEW = `state = excluded.state, unsure = excluded.unsure, first_tried_at = excluded.first_tried_at,
    tried_at = excluded.tried_at`;

// The backup is not older than what stands in it: nothing that it holds as not tried was tried before that, and the last time may be just now.
const MARK = `with restored as (insert into restores default values returning restored_at), doubted as (
  update outbox set state = 'sending', unsure = true, token = null, tried_at = restored_at,
    first_tried_at = coalesce(first_tried_at, greatest(intended_at, gate_at))
  from restored where state in ('intended', 'sending') returning send
)
select restored_at as "restoredAt",
  (select count(*) from doubted where send is null or send ? 'event') as "askedFor",
  (select count(*) from doubted where send ? 'templateId') as unknown,
  (select count(*) from doubted where send ? 'listId') as repeated
from restored`;
