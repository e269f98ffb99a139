import { search } from '../../../packages/sdk/contract/search';
import { chooseAccount } from '../accounts';
import { implement } from '../operation';

const MOST_PEOPLE = 20;
/** As the console and Gorgias write it, too: `#4711`. Of 15 digits every number is one of JavaScript's. */
const NUMBER = /^#?(\d{1,15})$/;

export const searchOperations = {
  search: implement(search, async ({ query, body, role }, { store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { text } = body;
    const [, digits] = NUMBER.exec(text) ?? [];
    const id = digits === undefined ? null : Number(digits);
    // Letter by letter, whoever sees no address would find one out.
    const beginning = role === 'reader' || text.length < 2 ? null : text;
    const [ticket, people] = await Promise.all([
      id === null ? null : store.search.ticket(account, id),
      store.search.people(account, { id, beginning }, MOST_PEOPLE + 1),
    ]);
    return {
      account,
      tickets: ticket === null ? [] : [ticket],
      people: people.slice(0, MOST_PEOPLE),
      more: people.length > MOST_PEOPLE,
    };
  }),
};
