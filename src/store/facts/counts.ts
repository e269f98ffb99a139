import type { FactCounts, Facts, TagPlace } from '../types';
import type { Db } from '../database/connection';

/** Read from the tallies that triggers keep (`migrations/026_tallies.sql`): counting takes seconds where there are millions. */
export function createCounts(db: Db): Pick<Facts, 'counts' | 'tagPlaces'> {
  const tallies = (account: string): Promise<readonly Tally[]> => db.query<Tally>(TALLIES, [account]);
  return {
    counts: async (account) => {
      const of = numbersOf(await tallies(account));
      return {
        customers: of('customers', 'all'),
        customersWithoutEmail: of('customers', 'without_email'),
        tickets: of('tickets', 'all'),
        openTickets: of('tickets', 'open'),
        snoozedTickets: (await db.query<{ snoozed: number }>(SNOOZED, [account]))[0]?.snoozed ?? 0,
        surveys: of('surveys', 'all'),
        scoredSurveys: of('surveys', 'scored'),
        messages: of('messages', 'all'),
        tags: (await db.query<{ tags: number }>(TAGS, [account]))[0]?.tags ?? 0,
        deleted: of('customers', 'deleted') + of('tickets', 'deleted'),
        merged: of('customers', 'merged') + of('tickets', 'merged'),
      } satisfies FactCounts;
    },
    tagPlaces: async (account) => {
      const of = numbersOf(await tallies(account));
      const names = numbersOf(await db.query<Tally>(TAG_NAMES, [account]));
      const place = (about: string, records: number): TagPlace => ({ names: names(about, 'names'), records });
      return {
        tickets: place('tags.tickets', of('tickets', 'tagged')),
        shopify: place('tags.shopify', of('customers', 'tagged')),
      };
    },
  };
}

interface Tally {
  readonly about: string;
  readonly name: string;
  readonly n: number;
}

/** Nothing is kept of what there is none of. */
function numbersOf(tallies: readonly Tally[]): (about: string, name: string) => number {
  const numbers = new Map(tallies.map(({ about, name, n }) => [`${about}/${name}`, n]));
  return (about, name) => numbers.get(`${about}/${name}`) ?? 0;
}

const TALLIES = `select about, name, n from tallies
  where account = $1 and about in ('customers', 'tickets', 'surveys', 'messages')`;

const TAG_NAMES = `select about, 'names' as name, count(*) as n from tallies
  where account = $1 and about in ('tags.tickets', 'tags.shopify') group by about`;

// A snooze ends by itself, so no trigger can keep it. Read from the index by snooze: only those that sleep now are looked at.
const SNOOZED = `select count(*) as snoozed from tickets where account = $1 and snoozed_until > now() and status = 'closed'
  and not spam and trashed_at is null and deleted_at is null and merged_into is null`;

const TAGS = 'select count(*) as tags from tags where account = $1';
