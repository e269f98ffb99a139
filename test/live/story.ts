import { statusOf } from '../../src/domain/ticket/status';
import { occasionsOf } from '../../packages/sandbox/gorgias/webhooks/triggers';
import type { Sandbox } from '../../packages/sandbox/start';
import type { WorldChange } from '../../packages/sandbox/world/changes/schema';
import type { FeedRecord } from '../../packages/sandbox/world/records';
import { ACCOUNT, BREVO_KEY } from '../support/connector';
import type { LiveHarness } from './harness';

const PATIENCE_MS = 240_000;

/** Where stories are played; the harness comes once the connector is installed. */
export interface StoryContext {
  readonly sandbox: Sandbox;
  harness: LiveHarness | null;
  /** Milliseconds since 1970. */
  readonly installedAt: number;
}

export type Happening<Do extends WorldChange['do']> = Omit<Extract<WorldChange, { do: Do }>, 'do' | 'ticketId'>;

/** One row's people and tickets, by the names that the row gives them, and what can be done with them. */
export interface Story {
  readonly tickets: ReadonlyMap<string, number>;
  /** Somebody of the merchant's staff. */
  readonly agentId: number;
  /** When the connector was installed, milliseconds since 1970. */
  readonly installedAt: number;
  emailOf(person: string): string;
  ticketId(ticket: string): number;
  customerId(person: string): number;
  /** Milliseconds since 1970. */
  openedAt(ticket: string): number;
  happens(change: WorldChange): Promise<number>;
  /** Somebody whom nobody knows, or who is known from an earlier ticket, writes. */
  opens(ticket: string, over?: { by?: string; email?: null; at?: number; channel?: string }): Promise<number>;
  closes(ticket: string, over?: Happening<'closeTicket'>): Promise<number>;
  reopens(ticket: string): Promise<number>;
  /** The survey is sent, and answered once that was noticed. */
  rates(ticket: string, score: number): Promise<void>;
  /** The same at once, without waiting for anything. */
  ratesAtOnce(ticket: string, score: number): Promise<void>;
  scores(ticket: string, score: number): Promise<void>;
  /** Waits until Brevo has so many of the event. */
  hears(ticket: string, event: string, count?: number): Promise<void>;
  /** Waits until the policy has said this about the ticket. */
  decides(ticket: string, kind: string): Promise<void>;
  isAt(ticket: string, phase: string): Promise<void>;
  /** The person takes all of Brevo's mail off. */
  blocklists(person: string): Promise<void>;
}

export interface StoryOptions {
  readonly context: StoryContext;
  readonly emailOf: (person: string) => string;
  /** True: webhooks tell of its tickets, beside the feed. */
  readonly withWebhooks: boolean;
}

export function createStory({ context, emailOf, withWebhooks }: StoryOptions): Story {
  const { world } = context.sandbox;
  const tickets = new Map<string, number>();
  const customers = new Map<string, number>();
  const openings = new Map<string, number>();
  const ticketId = (ticket: string): number => known(tickets, ticket);
  const harness = (): LiveHarness => {
    if (context.harness === null) throw new Error('the connector is not installed yet');
    return context.harness;
  };
  const happens = async (change: WorldChange): Promise<number> => {
    let events: readonly FeedRecord[] = [];
    const unsubscribe = world.subscribe((written) => (events = written));
    const id = world.change(change);
    unsubscribe();
    const touched = new Set(occasionsOf(world, events).map((occasion) => occasion.ticketId));
    if (withWebhooks && context.harness !== null)
      await Promise.all([...touched].map((touchedId) => harness().hint(touchedId)));
    return id;
  };
  const counts = (ticket: string, event: string): number =>
    harness()
      .timeline(ticketId(ticket))
      .filter((name) => name === event).length;
  const decided = async (ticket: string, kind: string): Promise<boolean> =>
    (await harness().connector.store.decisions.ofTicket(ACCOUNT, ticketId(ticket))).some((said) => said.kind === kind);
  const hasPhase = async (ticket: string, phase: string): Promise<boolean> => {
    const state = await harness().connector.store.tickets.load(ACCOUNT, ticketId(ticket));
    return state !== null && statusOf(state).phase === phase;
  };
  const insists = async (condition: () => boolean | Promise<boolean>, what: string): Promise<void> => {
    if (!(await comesTrue(condition, PATIENCE_MS))) throw new Error(`waited in vain until ${what}`);
  };
  const scores: Story['scores'] = async (ticket, score) => {
    await happens({ do: 'scoreSurvey', ticketId: ticketId(ticket), score, comment: `a ${String(score)}` });
  };
  const hears: Story['hears'] = (ticket, event, count = 1) =>
    insists(() => counts(ticket, event) >= count, `Brevo has ${event} of the ${ticket} ticket`);
  return {
    installedAt: context.installedAt,
    agentId: world.state.agentIds[0] ?? 0,
    ...{ tickets, emailOf, ticketId, happens, hears },
    customerId: (person) => known(customers, person),
    openedAt: (ticket) => known(openings, ticket),
    opens: async (ticket, { by = 'ann', email, at, channel = 'chat' } = {}) => {
      const when = { channel, subject: `About ${ticket}`, ...(at === undefined ? {} : { at }) };
      const customerId = customers.get(by);
      const id = await happens(
        customerId === undefined
          ? { do: 'openTicketByNewcomer', name: 'Ann Example', email: email === null ? null : emailOf(by), ...when }
          : { do: 'openTicket', customerId, ...when },
      );
      tickets.set(ticket, id);
      openings.set(ticket, (world.tickets.get(id)?.createdUs ?? 0) / 1_000);
      customers.set(by, world.tickets.get(id)?.customerId ?? 0);
      return id;
    },
    closes: (ticket, over = {}) => happens({ do: 'closeTicket', ticketId: ticketId(ticket), ...over }),
    reopens: (ticket) => happens({ do: 'reopenTicket', ticketId: ticketId(ticket) }),
    rates: async (ticket, score) => {
      await happens({ do: 'sendSurvey', ticketId: ticketId(ticket) });
      await hears(ticket, 'CSAT_SURVEY_SENT');
      await scores(ticket, score);
    },
    ratesAtOnce: async (ticket, score) => {
      await happens({ do: 'sendSurvey', ticketId: ticketId(ticket) });
      await scores(ticket, score);
    },
    scores,
    decides: (ticket, kind) => insists(() => decided(ticket, kind), `the policy says ${kind} of the ${ticket} ticket`),
    blocklists: async (person) => {
      const { url } = context.sandbox.brevo;
      const answer = await fetch(`${url}/contacts/${encodeURIComponent(emailOf(person))}`, {
        method: 'PUT',
        headers: { 'api-key': BREVO_KEY, 'content-type': 'application/json' },
        body: JSON.stringify({ emailBlacklisted: true }),
      });
      if (!answer.ok) throw new Error(`Brevo answered ${String(answer.status)}`);
    },
    isAt: (ticket, phase) => insists(() => hasPhase(ticket, phase), `the ${ticket} ticket stands as ${phase}`),
  };
}

/** @returns Whether it came true in time. */
export async function comesTrue(condition: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return true;
}

function known(ids: ReadonlyMap<string, number>, name: string): number {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`the story has no ${name}`);
  return id;
}
