import { ALL, ANSWERED, OPENED, type Row, RESOLVED, SATISFIED } from './row';
import { BEFORE_THE_WATCH, CAPPED, IS_OPEN, ratedLate, scored, UPSELL } from './row-reasons';
import { openAndClose, rated } from './rows-of-satisfaction';

const OPEN = ['opened'];
const CLOSED = [...OPEN, 'resolved'];
const RATED = [...CLOSED, 'survey sent', 'answered'];
const HOUR = 3_600_000;

/** What else becomes of a ticket, and what was before anybody watched. */
export const ROWS_OF_TICKETS: readonly Row[] = [
  {
    name: 'snoozed: that is not closed',
    play: async (story) => {
      await story.opens('first');
      await story.hears('first', OPENED);
      await story.happens({ do: 'snoozeTicket', ticketId: story.ticketId('first'), until: Date.now() + 24 * HOUR });
      await story.isAt('first', 'snoozed');
    },
    publishes: { first: OPEN },
    why: { first: ['Snoozed until ….'] },
  },
  {
    name: 'snoozed and woken',
    play: async (story) => {
      await story.opens('first');
      await story.hears('first', OPENED);
      await story.happens({ do: 'snoozeTicket', ticketId: story.ticketId('first'), until: Date.now() + HOUR });
      await story.isAt('first', 'snoozed');
      await story.happens({ do: 'wakeTicket', ticketId: story.ticketId('first') });
      await story.isAt('first', 'open');
    },
    publishes: { first: OPEN },
    why: { first: [IS_OPEN] },
  },
  {
    name: 'closed by hand after a snooze',
    bothWays: true,
    play: async (story) => {
      await story.opens('first');
      await story.hears('first', OPENED);
      await story.happens({ do: 'snoozeTicket', ticketId: story.ticketId('first'), until: Date.now() + HOUR });
      await story.isAt('first', 'snoozed');
      await story.closes('first');
      await story.hears('first', RESOLVED);
      await story.rates('first', 5);
    },
    publishes: { first: [...RATED, 'UPSELL'] },
    policy: { first: ['send'] },
    why: { first: [UPSELL] },
  },
  {
    name: 'marked as spam and closed',
    play: async (story) => {
      await story.opens('first');
      await story.hears('first', OPENED);
      await story.happens({ do: 'markSpam', ticketId: story.ticketId('first') });
      await story.isAt('first', 'spam');
      await story.closes('first', { survey: 'none' });
    },
    publishes: { first: OPEN },
    contacts: { ann: { tickets: 0, lists: [ALL] } },
    why: { first: ['Spam, nothing is sent.'] },
  },
  {
    name: 'trashed while waiting',
    play: async (story) => {
      await openAndClose(story);
      await story.happens({ do: 'trashTicket', ticketId: story.ticketId('first') });
      await story.isAt('first', 'trashed');
    },
    publishes: { first: CLOSED },
    contacts: { ann: { tickets: 0, lists: [ALL] } },
    why: { first: ['In the trash, nothing is sent.'] },
  },
  {
    name: 'closed in the trash, taken out and rated',
    play: async (story) => {
      await story.opens('first');
      await story.hears('first', OPENED);
      await story.happens({ do: 'trashTicket', ticketId: story.ticketId('first') });
      await story.isAt('first', 'trashed');
      await story.closes('first');
      await story.happens({ do: 'untrashTicket', ticketId: story.ticketId('first') });
      await story.hears('first', RESOLVED);
      await story.rates('first', 5);
    },
    publishes: { first: [...RATED, 'UPSELL'] },
    policy: { first: ['send'] },
    contacts: { ann: { score: 5, responses: 1, tickets: 1, lists: [ALL, SATISFIED] } },
    why: { first: [UPSELL] },
  },
  {
    name: 'merged into another ticket, which goes on in its place',
    bothWays: true,
    play: async (story) => {
      await story.opens('first');
      await story.hears('first', OPENED);
      await story.opens('second');
      await story.hears('second', OPENED);
      const [targetId, sourceId] = [story.ticketId('first'), story.ticketId('second')];
      await story.happens({ do: 'mergeTickets', sourceId, targetId });
      await story.isAt('second', 'merged');
      await story.closes('first');
      await story.hears('first', RESOLVED);
      await story.rates('first', 5);
    },
    publishes: { first: [...RATED, 'UPSELL'], second: OPEN },
    policy: { first: ['send'] },
    contacts: { ann: { score: 5, responses: 1, tickets: 1, lists: [ALL, SATISFIED] } },
    why: { first: [UPSELL], second: ['Merged into ticket first, which goes on in its place.'] },
  },
  {
    name: 'deleted while waiting',
    play: async (story) => {
      await openAndClose(story);
      await story.happens({ do: 'deleteTicket', ticketId: story.ticketId('first') });
      await story.isAt('first', 'deleted');
    },
    publishes: { first: CLOSED },
    contacts: { ann: { tickets: 0, lists: [ALL] } },
    why: { first: ['Deleted in Gorgias, nothing is sent.'] },
  },
  {
    name: 'open before the connector came: what happens from now on counts',
    past: (story) => story.opens('first', { at: Date.now() - 2 * HOUR }),
    play: async (story) => {
      await story.isAt('first', 'open');
      await story.closes('first');
      await story.hears('first', RESOLVED);
      await story.rates('first', 5);
    },
    publishes: { first: ['resolved', 'survey sent', 'answered', 'UPSELL'] },
    policy: { first: ['send'] },
    contacts: { ann: { score: 5, responses: 1, tickets: 1, lists: [ALL, SATISFIED] } },
    why: { first: [UPSELL] },
  },
  {
    name: 'an old survey is rated late: attributes and lists follow, nothing is sent',
    past: async (story) => {
      const at = Date.now() - HOUR;
      await story.opens('first', { at });
      await story.closes('first', { at });
      await story.happens({ do: 'sendSurvey', ticketId: story.ticketId('first'), at });
    },
    play: async (story) => {
      await story.scores('first', 1);
    },
    publishes: { first: ['answered'] },
    policy: { first: ['skip not_from_backfill'] },
    contacts: { ann: { score: 1, responses: 1, tickets: 1, lists: [ALL, 37] } },
    why: { first: [`Closed, no answer to a survey came in time; ${BEFORE_THE_WATCH}${ratedLate(1)}`] },
  },
  {
    name: 'closed before the connector came, and rated in time: no campaign from a backfill',
    past: async (story) => {
      const at = story.installedAt - 1_000;
      await story.opens('first', { at });
      await story.closes('first', { at });
    },
    begin: (story) => story.ratesAtOnce('first', 5),
    play: (story) => story.hears('first', ANSWERED),
    publishes: { first: ['survey sent', 'answered'] },
    policy: { first: ['skip not_from_backfill'] },
    contacts: { ann: { score: 5, responses: 1, tickets: 1, lists: [ALL, SATISFIED] } },
    why: { first: [scored(5, BEFORE_THE_WATCH)] },
  },
  {
    name: 'rated before, and rated worse with the next ticket: from one list to the other',
    play: async (story) => {
      await rated(story, 5);
      await story.hears('first', 'UPSELL');
      await rated(story, 1, 'second');
    },
    publishes: { first: [...RATED, 'UPSELL'], second: RATED },
    policy: { first: ['send'], second: ['skip frequency_cap'] },
    contacts: { ann: { score: 1, responses: 2, tickets: 2, lists: [ALL, 37] } },
    why: { first: [UPSELL], second: [scored(1, CAPPED)] },
  },
];
