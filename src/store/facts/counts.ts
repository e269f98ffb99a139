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

const TAGS = 'select count(*) as tags from tags where account = $1';
