import { SHOP_TAGS } from '../../domain/contact/shop';
import type { FactCounts, Facts, TagPlace } from '../types';
import type { Db } from '../database/connection';

/** A count a table, each a statement of its own, so that none runs for long. */
export function createCounts(db: Db): Pick<Facts, 'counts' | 'tagPlaces'> {
  const one = async (sql: string, account: string): Promise<Partial<FactCounts>> => {
    const [row] = await db.query<Partial<FactCounts>>(sql, [account]);
    return row ?? {};
  };
  return {
    counts: async (account) => {
      let counts = NOTHING;
      for (const sql of [CUSTOMERS, TICKETS, SURVEYS, MESSAGES, TAGS, GONE])
        counts = { ...counts, ...(await one(sql, account)) };
      return counts;
    },
    tagPlaces: async (account) => {
      const [tickets] = await db.query<TagPlace>(TAGS_ON_TICKETS, [account]);
      const [shopify] = await db.query<TagPlace>(TAGS_OF_SHOPIFY, [account]);
      return { tickets: tickets ?? NOWHERE, shopify: shopify ?? NOWHERE };
    },
  };
}

const NOTHING: FactCounts = {
  customers: 0,
  customersWithoutEmail: 0,
  tickets: 0,
  openTickets: 0,
  surveys: 0,
  scoredSurveys: 0,
  messages: 0,
  tags: 0,
  deleted: 0,
  merged: 0,
};

const NOWHERE: TagPlace = { names: 0, records: 0 };

const CUSTOMERS = `select count(*) as customers,
    count(*) filter (where email_key is null) as "customersWithoutEmail"
  from customers where account = $1 and deleted_at is null and merged_into is null`;

const TICKETS = `select count(*) as tickets,
    count(*) filter (where status = 'open' and not spam and trashed_at is null) as "openTickets"
  from tickets where account = $1 and deleted_at is null and merged_into is null`;

const SURVEYS = `select count(*) as surveys, count(score) as "scoredSurveys" from surveys where account = $1`;
const MESSAGES = 'select count(*) as messages from messages where account = $1';
const TAGS = 'select count(*) as tags from tags where account = $1';

const GONE = `select count(deleted_at) as deleted, count(merged_into) as merged from (
    select deleted_at, merged_into from customers where account = $1 and (deleted_at is not null or merged_into is not null)
    union all
    select deleted_at, merged_into from tickets where account = $1 and (deleted_at is not null or merged_into is not null)
  ) gone`;

const TAGS_ON_TICKETS = `select count(distinct tag) as names, count(distinct id) as records
  from (select id, unnest(tags) as tag from tickets where account = $1 and deleted_at is null and merged_into is null) t`;

// Shopify keeps a customer's tags as one text, separated by commas.
const TAGS_OF_SHOPIFY = `select count(distinct trim(tag)) as names, count(distinct id) as records
  from (
    select id, unnest(string_to_array(shop_values->>'${SHOP_TAGS}', ',')) as tag
    from customers where account = $1 and deleted_at is null and merged_into is null
  ) t where trim(tag) <> ''`;
