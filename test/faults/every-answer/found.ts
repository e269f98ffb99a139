import type { Episode, OddAnswer, Oddity, Story } from './answers';
import type { DoorName } from './doors';

type More = Partial<Pick<Episode, 'kind' | 'isBusy' | 'outages' | 'beside'>> & { readonly times?: number | null };

function one(story: Story, at: DoorName, answer: OddAnswer, { times = null, ...more }: More = {}): Episode {
  const oddity: Oddity = { at, answer, times };
  return { kind: 'day', odd: [{ oddity, story }], outages: [], beside: 'satisfied', isBusy: true, ...more };
}

/** Somebody who wants no mail, of whom Brevo answers with another's consent. */
export const TRUSTING: Episode = {
  ...{ kind: 'day', odd: [], outages: [], beside: 'satisfied', isBusy: true },
  moves: [
    {
      ...{ when: 'at once', story: 'dissatisfied' },
      move: { kind: 'blocklisted', answer: { kind: 'put', fields: { email: 'another@elsewhere.example.com' } } },
    },
  ],
};

/** What was found once, and what was wrong with it. */
export const FOUND: Readonly<Record<string, Episode>> = {
  'a customer who cannot be read was taken for one without an address, and had no campaign ever': one(
    ...(['satisfied', 'customer', { kind: 'page', status: 302 }, { times: 2 }] as const),
  ),
  'an event whose answer was always lost was tried for ever, and held up everybody’s': one(
    ...(['opened', 'event', { kind: 'page', status: 502 }] as const),
  ),
  'a contact that Brevo was always busy with kept publishing from coming to new customers': one(
    ...(['dissatisfied', 'contact', { kind: 'words', status: 425 }] as const),
  ),
  'a list of Brevo’s that was refused failed the full sync': {
    ...{ kind: 'full sync', odd: [], beside: 'closed', isBusy: true },
    outages: [
      { at: 'lists', answer: { kind: 'words', status: 400, code: 'invalid_parameter' }, times: 3 },
      { at: 'contacts', answer: { kind: 'words', status: 400, code: 'duplicate_parameter' }, times: 3 },
    ],
  },
  'an event whose answer was always lost, where nobody else is answered, kept publishing from its end': one(
    ...(['opened', 'event', { kind: 'page', status: 502 }, { isBusy: false }] as const),
  ),
  'a new customer whose address was odd at first was never announced': one(
    ...(['satisfied', 'customers', { kind: 'field', nth: 3, value: { is: 'json', json: 'odd' } }] as const),
  ),
  'a mail was kept back because the person’s contact could not be read, and nobody was told': one(
    ...(['dissatisfied', 'contact', { kind: 'field', nth: 6920, value: { is: 'json', json: null } }] as const),
  ),
  'a word that Gorgias has for no status of a ticket was taken for open, and told as reopened': one(
    ...([
      'satisfied',
      'ticket',
      { kind: 'field', nth: 572, value: { is: 'json', json: '2026-13-45T99:00:00' } },
    ] as const),
    { times: 2 },
  ),
  'a contact that two steps tried in turn was never taken for odd, for what the other left alone looked mended': {
    ...one(
      'dissatisfied',
      'contact',
      { kind: 'words', status: 400, code: 'account_in_process' },
      { beside: 'neutral' },
    ),
    odd: [
      {
        story: 'opened',
        oddity: { at: 'feed', answer: { kind: 'field', nth: 9791, value: { is: 'json', json: true } }, times: null },
      },
      { story: 'neutral', oddity: { at: 'survey', answer: { kind: 'words', status: 500 }, times: null } },
      {
        story: 'dissatisfied',
        oddity: { at: 'contact', answer: { kind: 'words', status: 400, code: 'account_in_process' }, times: null },
      },
    ],
  },
};
