import type { WorldChange } from '../../packages/sandbox/world/changes/schema';
import { ALL, OPENED, RESOLVED, type Row, SATISFIED } from './row';
import { CAPPED, HAS_NO_EMAIL, IS_OPEN, scored, UPSELL, WITHOUT_SURVEY } from './row-reasons';
import { openAndClose, rated } from './rows-of-satisfaction';
import type { Story } from './story';

const OPEN = ['opened'];
const CLOSED = [...OPEN, 'resolved'];
const RATED = [...CLOSED, 'survey sent', 'answered'];

/** Bob, who has a ticket behind him, gets Ann's, which is open. */
async function becomesBobs(story: Story, how: () => WorldChange): Promise<void> {
  await story.opens('others', { by: 'bob' });
  await story.hears('others', OPENED);
  await story.closes('others', { survey: 'exclude' });
  await story.opens('first');
  await story.hears('first', OPENED);
  await story.happens(how());
  await story.closes('first');
  await story.hears('first', RESOLVED);
  await story.rates('first', 5);
}

const BOBS = {
  publishes: {
    first: ['opened', 'resolved to bob', 'survey sent to bob', 'answered to bob', 'UPSELL to bob'],
    others: ['opened to bob', 'resolved to bob'],
  },
  policy: { first: ['send'], others: ['skip policy'] },
  why: { first: [UPSELL], others: [WITHOUT_SURVEY] },
};
const BOB = { score: 5, responses: 1, tickets: 2, lists: [ALL, SATISFIED] };

/** Who the ticket belongs to, and what protects that person. */
export const ROWS_OF_PEOPLE: readonly Row[] = [
  {
    name: 'a customer merged into another: the rest is told to the other',
    play: (story) =>
      becomesBobs(story, () => ({
        do: 'mergeCustomers',
        sourceId: story.customerId('ann'),
        targetId: story.customerId('bob'),
      })),
    ...BOBS,
    contacts: { ann: { lists: [] }, bob: BOB },
  },
  {
    name: 'a ticket that gets another requester',
    play: (story) =>
      becomesBobs(story, () => ({
        do: 'moveTicketToCustomer',
        ticketId: story.ticketId('first'),
        customerId: story.customerId('bob'),
      })),
    ...BOBS,
    contacts: { ann: { tickets: 0, lists: [ALL] }, bob: BOB },
  },
  {
    name: 'a blocklisted contact',
    seed: { emailBlacklisted: true },
    play: (story) => rated(story, 5),
    publishes: { first: RATED },
    policy: { first: ['skip not_blocklisted'] },
    contacts: { ann: { score: 5, responses: 1, lists: [] } },
    why: { first: [scored(5, 'no campaign: the contact is blocklisted in Brevo')] },
  },
  {
    name: 'somebody who has left the list of satisfied customers',
    seed: { listUnsubscribed: [SATISFIED] },
    play: (story) => rated(story, 5),
    publishes: { first: RATED },
    policy: { first: ['skip not_unsubscribed'] },
    contacts: { ann: { score: 5, responses: 1, lists: [ALL] } },
    why: { first: [scored(5, 'no campaign: the contact has unsubscribed')] },
  },
  {
    name: 'a second ticket is open: held, and sent when that has ended',
    play: async (story) => {
      await rated(story, 5);
      await story.opens('second');
      await story.decides('first', 'held');
      await story.closes('second', { survey: 'exclude' });
    },
    publishes: { first: [...RATED, 'UPSELL'], second: CLOSED },
    policy: { first: ['send'], second: ['skip policy'] },
    contacts: { ann: { score: 5, responses: 1, tickets: 2, lists: [ALL, SATISFIED] } },
    why: { first: [UPSELL], second: [WITHOUT_SURVEY] },
  },
  {
    name: 'a second ticket is open: held, and not sent because that has ended worse',
    bothWays: true,
    play: async (story) => {
      await rated(story, 5);
      await story.opens('second');
      await story.decides('first', 'held');
      await story.closes('second');
      await story.ratesAtOnce('second', 1);
    },
    publishes: { first: RATED, second: [...RATED, 'mail 12'] },
    policy: { first: ['skip no_worse_end'], second: ['send'] },
    contacts: { ann: { score: 1, responses: 2, tickets: 2, lists: [ALL, 37] } },
    why: {
      first: [scored(5, 'no campaign: the newer ticket second of the customer ended worse')],
      second: [scored(1, 'win-back is sent')],
    },
  },
  {
    name: 'a second ticket stays open: held only so long',
    play: async (story) => {
      await story.opens('second');
      await rated(story, 5);
      await story.decides('first', 'held');
      await story.hears('first', 'UPSELL');
    },
    publishes: { first: [...RATED, 'UPSELL'], second: OPEN },
    policy: { first: ['send'] },
    why: { first: [UPSELL], second: [IS_OPEN] },
  },
  {
    name: 'the cap is reached by an earlier ticket',
    play: async (story) => {
      await rated(story, 5);
      await story.hears('first', 'UPSELL');
      await rated(story, 4, 'second');
    },
    publishes: { first: [...RATED, 'UPSELL'], second: RATED },
    policy: { first: ['send'], second: ['skip frequency_cap'] },
    contacts: { ann: { score: 4, responses: 2, tickets: 2, lists: [ALL, SATISFIED] } },
    why: { first: [UPSELL], second: [scored(4, CAPPED)] },
  },
  {
    name: 'somebody without an e-mail address',
    play: async (story) => {
      await story.opens('first', { email: null });
      await story.isAt('first', 'open');
      await story.closes('first');
      await story.ratesAtOnce('first', 5);
      await story.decides('first', 'skip');
    },
    publishes: { first: [] },
    policy: { first: ['skip has_email'] },
    contacts: { ann: null },
    why: { first: [scored(5, 'no campaign: the customer has no e-mail address'), HAS_NO_EMAIL] },
  },
  {
    name: 'an e-mail address that appears while waiting: everything is told',
    bothWays: true,
    play: async (story) => {
      await story.opens('first', { email: null });
      await story.isAt('first', 'open');
      await story.closes('first');
      const [customerId, email] = [story.customerId('ann'), story.emailOf('ann')];
      await story.happens({ do: 'setEmail', customerId, email });
      await story.hears('first', RESOLVED);
      await story.rates('first', 5);
    },
    publishes: { first: [...RATED, 'UPSELL'] },
    policy: { first: ['send'] },
    contacts: { ann: { score: 5, responses: 1, tickets: 1, lists: [ALL, SATISFIED] } },
    why: { first: [UPSELL] },
  },
  {
    name: 'an e-mail address that appears after the decision: told, and nothing sent',
    play: async (story) => {
      await story.opens('first', { email: null });
      await story.isAt('first', 'open');
      await story.closes('first');
      await story.ratesAtOnce('first', 5);
      await story.decides('first', 'skip');
      await story.happens({ do: 'setEmail', customerId: story.customerId('ann'), email: story.emailOf('ann') });
    },
    publishes: { first: RATED },
    policy: { first: ['skip has_email'] },
    contacts: { ann: { score: 5, responses: 1, tickets: 1, lists: [ALL, SATISFIED] } },
    why: { first: [scored(5, 'no campaign: the customer has no e-mail address')] },
  },
  {
    name: 'blocklisted while the campaign is delayed',
    play: async (story) => {
      await openAndClose(story);
      await story.rates('first', 5);
      await story.decides('first', 'wait');
      await story.blocklists('ann');
    },
    publishes: { first: RATED },
    policy: { first: ['skip not_blocklisted'] },
    why: { first: [scored(5, 'no campaign: the contact is blocklisted in Brevo')] },
  },
];
