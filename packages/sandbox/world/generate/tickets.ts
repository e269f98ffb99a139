import { createRandom, type Random } from '../../random';
import { DAY, HOUR, MINUTE, type Micros } from '../../time';
import { type ResolvedWorldOptions } from '../options';
import { type CustomerRecord, type TagRecord, type TicketRecord, type UserRecord } from '../records';

export const firstTicketId = 82_000_000;
const noTags: readonly number[] = Object.freeze([]);
const notMail = ['chat', 'contact_form', 'help-center', 'phone', 'facebook-messenger'] as const;

export interface TicketDraft {
  readonly index: number;
  readonly customer: CustomerRecord;
  readonly createdUs: Micros;
  /** Nothing of the ticket happens later. */
  readonly latestUs: Micros;
  readonly pastMessages: number;
}

export interface TicketFactory {
  create(draft: TicketDraft): TicketRecord;
  messageCount(): number;
  readonly random: Random;
}

interface FactoryOptions {
  readonly options: ResolvedWorldOptions;
  readonly users: readonly UserRecord[];
  readonly tags: readonly TagRecord[];
  readonly nowUs: Micros;
}

export function createTicketFactory({ options, users, tags, nowUs }: FactoryOptions): TicketFactory {
  const random = createRandom(options.seed * 31 + 2);
  const agents = users.filter(({ role }) => role !== 'bot').map(({ id }) => id);
  const tagIds = tags.map(({ id }) => id);
  return {
    random,
    messageCount: () => 1 + Math.floor(random.next() ** 2 * 9),
    create: ({ index, customer, createdUs, latestUs, pastMessages }) => {
      const recent = createdUs > nowUs - 7 * DAY;
      const isClosed = !random.chance(recent ? 0.5 : 0.03);
      const wantedUs = Math.floor(10 * MINUTE + random.next() ** 4 * 9 * DAY);
      const pastSpanUs = pastMessages === 1 ? 0 : Math.min(wantedUs, latestUs - createdUs);
      const lastUs = createdUs + pastSpanUs;
      const closedUs = isClosed ? Math.min(lastUs + Math.floor(random.next() * 2 * HOUR), latestUs) : null;
      const channel = channelOf(customer, random);
      const odd = options.oddities ? random.next() : 1;
      const trashedUs = odd < 0.02 ? Math.min((closedUs ?? lastUs) + HOUR, latestUs) : null;
      const spam = odd >= 0.02 && odd < 0.04;
      const snoozed = odd >= 0.04 && odd < 0.055 && closedUs !== null;
      const settledUs = Math.max(lastUs, closedUs ?? 0, trashedUs ?? 0);
      return {
        id: firstTicketId + index * 2,
        customerId: customer.id,
        status: isClosed ? 'closed' : 'open',
        channel,
        via: channel === 'chat' ? 'gorgias_chat' : channel,
        subject: undefined,
        assigneeId: random.chance(0.75) ? (agents[random.int(0, agents.length - 1)] ?? null) : null,
        tagIds: random.chance(0.55) ? noTags : pickTags(tagIds, random),
        spam,
        agentFirst: random.chance(0.04),
        createdUs,
        updatedUs: Math.min(settledUs + Math.floor(random.next() * MINUTE), latestUs),
        closedUs,
        snoozeUs: snoozed ? nowUs + (1 + (index % 9)) * DAY : null,
        trashedUs,
        surveyId: null,
        pastMessages,
        pastSpanUs,
        written: null,
      };
    },
  };
}

function channelOf(customer: CustomerRecord, random: Random): string {
  if (customer.email === null) {
    const type = customer.channels[0]?.type ?? 'instagram';
    return type === 'instagram' ? 'instagram-direct-message' : type;
  }
  return random.chance(0.68) ? 'email' : random.pick(notMail);
}

function pickTags(tagIds: readonly number[], random: Random): readonly number[] {
  const start = random.int(0, tagIds.length - 1);
  const picked = tagIds.slice(start, start + random.int(1, 3));
  return picked;
}
