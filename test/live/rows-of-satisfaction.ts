import { ALL, ANSWERED, DISSATISFIED, NEUTRAL, OPENED, REOPENED, RESOLVED, type Row, SATISFIED, SENT } from './row';
import {
  ANSWERED_OTHERWISE,
  IS_OPEN,
  IS_OPEN_AGAIN,
  ratedLate,
  scored,
  UNANSWERED,
  UPSELL,
  WITHOUT_SURVEY,
} from './row-reasons';
import type { Story } from './story';

const OPEN = ['opened'];
const CLOSED = [...OPEN, 'resolved'];
const RATED = [...CLOSED, 'survey sent', 'answered'];

export async function openAndClose(story: Story, ticket = 'first'): Promise<void> {
  await story.opens(ticket);
  await story.hears(ticket, OPENED);
  await story.closes(ticket);
  await story.hears(ticket, RESOLVED);
}

export async function rated(story: Story, score: number, ticket = 'first'): Promise<void> {
  await openAndClose(story, ticket);
  await story.rates(ticket, score);
}

/** Its wait is nearly over when the table begins. */
async function closedAtFirst(story: Story, over: { survey?: 'none' } = {}): Promise<void> {
  const at = story.installedAt + 1_000;
  await story.opens('first', { at });
  await story.closes('first', { at, ...over });
}

/** The ways of a closing and its survey. */
export const ROWS_OF_SATISFACTION: readonly Row[] = [
  {
    name: 'opened',
    play: async (story) => {
      await story.opens('first');
      await story.hears('first', OPENED);
      await story.happens({ do: 'addMessage', ticketId: story.ticketId('first') });
    },
    publishes: { first: OPEN },
    contacts: { ann: { tickets: 1, lists: [ALL] } },
    why: { first: [IS_OPEN] },
  },
  {
    name: 'closed, and its survey answered with 5',
    bothWays: true,
    play: async (story) => {
      await story.opens('first', { channel: 'email' });
      await story.hears('first', OPENED);
      const ticketId = story.ticketId('first');
      await story.happens({ do: 'assignTicket', ticketId, userId: story.agentId });
      await story.happens({ do: 'setTags', ticketId, tags: ['vip'] });
      await story.closes('first');
      await story.hears('first', RESOLVED);
      await story.rates('first', 5);
    },
    publishes: { first: [...RATED, 'UPSELL'] },
    policy: { first: ['send'] },
    contacts: { ann: { score: 5, responses: 1, tickets: 1, lists: [ALL, SATISFIED] } },
    why: { first: [UPSELL] },
  },
  {
    name: 'answered with 3',
    play: (story) => rated(story, 3),
    publishes: { first: RATED },
    policy: { first: ['send'] },
    contacts: { ann: { score: 3, responses: 1, lists: [ALL, NEUTRAL] } },
    why: { first: [scored(3, 'improve is sent')] },
  },
  {
    name: 'answered with 1',
    bothWays: true,
    play: (story) => rated(story, 1),
    publishes: { first: [...RATED, 'mail 12'] },
    policy: { first: ['send'] },
    contacts: { ann: { score: 1, responses: 1, lists: [ALL, DISSATISFIED] } },
    why: { first: [scored(1, 'win-back is sent')] },
  },
  {
    name: 'reopened while waiting',
    bothWays: true,
    play: async (story) => {
      await openAndClose(story);
      await story.reopens('first');
    },
    publishes: { first: [...CLOSED, 'reopened'] },
    contacts: { ann: { tickets: 1, lists: [ALL] } },
    why: { first: [IS_OPEN_AGAIN] },
  },
  {
    name: 'reopened while waiting, and closed and rated later',
    play: async (story) => {
      await openAndClose(story);
      await story.reopens('first');
      await story.hears('first', REOPENED);
      await story.closes('first');
      await story.rates('first', 4);
    },
    publishes: { first: [...CLOSED, 'reopened', 'resolved', 'survey sent', 'answered', 'UPSELL'] },
    policy: { first: ['send'] },
    contacts: { ann: { score: 4, responses: 1, lists: [ALL, SATISFIED] } },
    why: { first: [scored(4, 'upsell is sent')] },
  },
  {
    name: 'rated 5, and 1 instead during the delay: who is angry by then is not mailed as one who is happy',
    bothWays: true,
    play: async (story) => {
      await rated(story, 5);
      await story.decides('first', 'wait');
      await story.scores('first', 1);
    },
    publishes: { first: RATED },
    policy: { first: ['skip same_answer'] },
    contacts: { ann: { score: 1, responses: 1, lists: [ALL, DISSATISFIED] } },
    why: { first: [scored(5, `no campaign: ${ANSWERED_OTHERWISE}`)] },
  },
  {
    name: 'reopened during the delay',
    bothWays: true,
    play: async (story) => {
      await rated(story, 5);
      await story.decides('first', 'wait');
      await story.reopens('first');
    },
    publishes: { first: [...RATED, 'reopened'] },
    policy: { first: ['skip still_ended'] },
    contacts: { ann: { score: 5, responses: 1, lists: [ALL, SATISFIED] } },
    why: { first: [IS_OPEN_AGAIN] },
  },
  {
    name: 'reopened during the delay and closed again: the score still counts',
    play: async (story) => {
      await rated(story, 5);
      await story.decides('first', 'wait');
      await story.reopens('first');
      await story.hears('first', REOPENED);
      await story.closes('first');
    },
    publishes: { first: [...RATED, 'reopened', 'resolved', 'UPSELL'] },
    policy: { first: ['skip still_ended', 'send'] },
    why: { first: [UPSELL] },
  },
  {
    name: 'reopened after its campaign, closed and rated again: one campaign for ever',
    play: async (story) => {
      await rated(story, 5);
      await story.hears('first', 'UPSELL');
      await story.reopens('first');
      await story.hears('first', REOPENED);
      await story.closes('first');
      await story.hears('first', RESOLVED, 2);
      await story.decides('first', 'skip');
      await story.scores('first', 1);
    },
    publishes: { first: [...RATED, 'UPSELL', 'reopened', 'resolved'] },
    policy: { first: ['send', 'skip once_per_ticket'] },
    contacts: { ann: { score: 1, responses: 1, lists: [ALL, DISSATISFIED] } },
    why: {
      first: [scored(5, 'no campaign: this ticket caused the campaign upsell before: at most one per ticket, ever')],
    },
  },
  {
    name: 'survey sent and never answered',
    bothWays: true,
    begin: (story) => closedAtFirst(story),
    play: async (story) => {
      await story.happens({ do: 'sendSurvey', ticketId: story.ticketId('first') });
      await story.hears('first', 'REMIND');
    },
    publishes: { first: [...CLOSED, 'survey sent', 'REMIND'] },
    policy: { first: ['send'] },
    contacts: { ann: { tickets: 1, lists: [ALL] } },
    why: { first: [UNANSWERED] },
  },
  {
    name: 'no survey made, and nobody says why',
    begin: (story) => closedAtFirst(story, { survey: 'none' }),
    play: (story) => story.hears('first', RESOLVED),
    publishes: { first: [...CLOSED, 'REMIND'] },
    policy: { first: ['send'] },
    why: { first: [UNANSWERED] },
  },
  {
    name: 'answered after the deadline',
    begin: (story) => closedAtFirst(story),
    play: async (story) => {
      await story.happens({ do: 'sendSurvey', ticketId: story.ticketId('first') });
      await story.hears('first', 'REMIND');
      await story.scores('first', 5);
      await story.hears('first', ANSWERED);
    },
    publishes: { first: [...CLOSED, 'survey sent', 'REMIND', 'answered'] },
    policy: { first: ['send'] },
    contacts: { ann: { score: 5, responses: 1, lists: [ALL, SATISFIED] } },
    why: { first: [UNANSWERED.replace(/\.$/, ratedLate(5))] },
  },
  {
    name: 'survey skipped by Gorgias',
    bothWays: true,
    play: async (story) => {
      await story.opens('first');
      await story.hears('first', OPENED);
      await story.closes('first', { survey: 'skip' });
    },
    publishes: { first: CLOSED },
    policy: { first: ['skip policy'] },
    why: { first: [WITHOUT_SURVEY] },
  },
  {
    name: 'excluded from surveys by a rule',
    play: async (story) => {
      await story.opens('first');
      await story.hears('first', OPENED);
      await story.closes('first', { survey: 'exclude' });
    },
    publishes: { first: CLOSED },
    policy: { first: ['skip policy'] },
    why: { first: [WITHOUT_SURVEY] },
  },
  {
    name: 'survey answered before anything of the closing was noticed',
    play: async (story) => {
      await story.opens('first');
      await story.closes('first');
      await story.ratesAtOnce('first', 4);
      await story.hears('first', SENT);
    },
    publishes: { first: [...RATED, 'UPSELL'] },
    policy: { first: ['send'] },
    why: { first: [scored(4, 'upsell is sent')] },
  },
];
