import type { Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';

/** How far an account is behind, by the database's clock. */
export interface Lag {
  /** Null: the feed was never read. */
  readonly feed: FeedLag | null;
  /** Of each kind that has something, the oldest that should have reached Brevo by now. */
  readonly undelivered: readonly Undelivered[];
}

export interface FeedLag {
  /** Every event of before is known. */
  readonly readUntil: Timestamp;
  /** An event that is not known is no older, in seconds. */
  readonly seconds: number;
}

export interface Undelivered {
  readonly kind: 'contact' | 'event' | 'campaign';
  readonly since: Timestamp;
  readonly seconds: number;
}

export interface Lags {
  read(account: string): Promise<Lag>;
}

interface LagRow {
  readonly kind: 'feed' | Undelivered['kind'];
  readonly since: Timestamp;
  readonly seconds: number;
}

export function createLags(db: Db): Lags {
  return {
    read: async (account) => {
      const rows = await db.query<LagRow>(LAGS, [account]);
      const feed = rows.find(({ kind }) => kind === 'feed');
      return {
        feed: feed === undefined ? null : { readUntil: feed.since, seconds: feed.seconds },
        undelivered: rows.flatMap(({ kind, ...oldest }) => (kind === 'feed' ? [] : [{ kind, ...oldest }])),
      };
    },
  };
}

// What is held until a later time is not late; a contact in an import has left.
const oldestInOutbox = (kind: 'timeline' | 'campaign'): string => `(
  select intended_at from outbox where account = $1 and kind = '${kind}' and state in ('intended', 'sending')
    and due_at is distinct from 'infinity' and (due_at is null or due_at <= clock_timestamp())
  order by intended_at limit 1
)`;

const LAGS = `select kind, since, greatest(0, round(extract(epoch from clock_timestamp() - since)))::int as seconds
  from (values
    ('feed', (select at from watermarks where account = $1 and resource = 'events')),
    ('contact', (select due_at from contacts where account = $1 and due_at > '-infinity' and process_id is null
      order by due_at limit 1)),
    ('event', ${oldestInOutbox('timeline')}),
    ('campaign', ${oldestInOutbox('campaign')})
  ) as oldest (kind, since) where since is not null`;
