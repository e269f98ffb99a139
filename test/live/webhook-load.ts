import { Agent, request } from 'undici';
import type { WorldChange } from '../../packages/sandbox/world/changes/schema';

/** A webhook and what the door said to it. */
export interface Knock {
  readonly ticketId: number;
  readonly status: number;
  readonly retryAfter: string | null;
  /** Milliseconds until the answer. */
  readonly ms: number;
  /** When it was sent and answered, milliseconds since 1970. */
  readonly sentAt: number;
  readonly answeredAt: number;
}

export interface Door {
  /** Of one account: `http://127.0.0.1:3000/webhooks/gorgias/yourstore`. */
  readonly url: string;
  readonly secret: string;
  knock(ticketId: number): Promise<Knock>;
  close(): Promise<void>;
}

export function openDoor(url: string, secret: string): Door {
  const dispatcher = new Agent({ connections: 100 });
  const headers = { 'content-type': 'application/json', 'x-webhook-secret': secret };
  return {
    ...{ url, secret },
    close: () => dispatcher.close(),
    async knock(ticketId) {
      const sentAt = Date.now();
      const from = performance.now();
      const body = JSON.stringify({ ticket_id: String(ticketId), trigger: 'ticket-updated' });
      const answer = await request(url, { method: 'POST', headers, body, dispatcher });
      await answer.body.dump();
      const retryAfter = answer.headers['retry-after'];
      return {
        ...{ ticketId, sentAt, status: answer.statusCode, ms: performance.now() - from, answeredAt: Date.now() },
        retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
      };
    },
  };
}

/** What happens to each ticket, one webhook each; whatever is seen together, the story ends the same. */
const STORY: readonly ((ticketId: number) => readonly WorldChange[])[] = [
  (ticketId) => [{ do: 'addMessage', ticketId, from: 'agent' }],
  (ticketId) => [{ do: 'addMessage', ticketId, from: 'customer' }],
  (ticketId) => [
    { do: 'closeTicket', ticketId, surveyDelayMs: 0 },
    { do: 'sendSurvey', ticketId },
  ],
  (ticketId) => [{ do: 'scoreSurvey', ticketId, score: 3 }],
];

/** What stands on a ticket's timeline at the end, in the order of the alphabet. */
export const STORY_ON_TIMELINE = [
  'CSAT_SUBMITTED',
  'CSAT_SURVEY_SENT',
  'SUPPORT_TICKET_OPENED',
  'SUPPORT_TICKET_RESOLVED',
];

const WEBHOOKS_A_STORY = STORY.length + 1;

export interface Load {
  readonly perSecond: number;
  readonly seconds: number;
  /** Makes things happen in Gorgias; answers the ids. */
  readonly change: (changes: readonly WorldChange[]) => Promise<readonly number[]>;
  /** Set apart the people of several loads. */
  readonly name: string;
}

/**
 * Webhooks at a steady pace, whether or not the earlier ones are answered: tickets are opened, answered, closed and rated, each step
 * happening in Gorgias right before its webhook. The steps of one ticket are seconds apart, those of all are mixed.
 */
export async function sendLoad(door: Door, { perSecond, seconds, change, name }: Load): Promise<readonly Knock[]> {
  const total = perSecond * seconds;
  const tickets = Math.floor(total / WEBHOOKS_A_STORY);
  const ids: (number | undefined)[] = [];
  const knocks: Promise<Knock>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < tickets * WEBHOOKS_A_STORY; index += 1) {
    const wait = startedAt + (index * 1_000) / perSecond - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const [step, number] = [Math.floor(index / tickets), index % tickets];
    if (step === 0) {
      const email = `${name}-${String(number)}@customer.example.com`;
      const [made] = await change([{ do: 'openTicketByNewcomer', email, channel: 'chat', subject: 'Where is it?' }]);
      ids[number] = made;
    }
    const ticketId = ids[number] ?? 0;
    if (step > 0) await change(STORY[step - 1]?.(ticketId) ?? []);
    knocks.push(door.knock(ticketId));
  }
  return Promise.all(knocks);
}

/** Accepted webhooks whose ticket was not looked at after they were sent. */
export function lost(knocks: readonly Knock[], refreshedAt: ReadonlyMap<number, number>): readonly Knock[] {
  return knocks.filter(({ status, ticketId, sentAt }) => status === 202 && (refreshedAt.get(ticketId) ?? 0) < sentAt);
}

/** When each ticket was last asked for, from the vendor's journal. */
export function lastRefreshes(
  entries: readonly { readonly at: number; readonly path: string }[],
): ReadonlyMap<number, number> {
  const refreshes = new Map<number, number>();
  for (const { at, path } of entries) {
    const [, id] = /^\/api\/tickets\/(\d+)$/.exec(path) ?? [];
    if (id !== undefined) refreshes.set(Number(id), Math.max(at, refreshes.get(Number(id)) ?? 0));
  }
  return refreshes;
}
