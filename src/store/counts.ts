import type { Db, FactCounts, Facts } from './types';

/** A count a table, each a statement of its own, so that none holds up the embedded database for long. */
export function createCounts(db: Db): Pick<Facts, 'counts'> {
  const one = async (sql: string, account: string): Promise<Partial<FactCounts>> => {
    const [row] = await db.query<Partial<FactCounts>>(sql, [account]);
    return row ?? {};
  };
  return {
    counts: async (account) => {
      let counts = NOTHING;
      for (const sql of [CUSTOMERS, TICKETS, SURVEYS, MESSAGES, TAGS])
        counts = { ...counts, ...(await one(sql, account)) };
      return counts;
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
};

const CUSTOMERS = `select count(*) as customers,
    count(*) filter (where email_key is null) as "customersWithoutEmail"
  from customers where account = $1 and deleted_at is null and merged_into is null`;

const TICKETS = `select count(*) as tickets,
    count(*) filter (where status = 'open' and not spam and trashed_at is null) as "openTickets"
  from tickets where account = $1 and deleted_at is null and merged_into is null`;

const SURVEYS = `select count(*) as surveys, count(score) as "scoredSurveys" from surveys where account = $1`;
const MESSAGES = 'select count(*) as messages from messages where account = $1';
const TAGS = 'select count(*) as tags from tags where account = $1';
