import { type Random } from '../random';
import { type World } from '../world/world';
import { closeTicket, stepUnanswered } from './open-ticket';
import { rate, sendSurvey } from './closed-ticket';
import { end, happened, pause, type Scene, type Step } from './scene';

/** What whoever watches this life is to see in its first minutes, instead of waiting until chance brings it about. */
export interface Showing {
  /** So long after its closing a ticket's score comes too late, milliseconds; null: nobody waits here for so long. */
  readonly lateAfterMs: number | null;
  /** By Brevo, where the answer may change. */
  readonly mayBeMailed: (email: string) => boolean;
  readonly takeOffMail: (email: string) => void;
}

/**
 * What becomes of one ticket. `praised`: rated 5 as soon as it is asked. `praised again`: the same, after its customer's first praise has had
 * its campaign. `unwilling`: praised by somebody who takes all mail off before. `late`: praised when nobody waits for it any more. `open`:
 * stays open until another ticket of its customer was praised for a while.
 */
type Part = 'late' | 'praised' | 'unwilling' | 'open' | 'praised again';

/** In the order of their opening; `of` counts the people. The campaign of 2 meets a cap, that of 4 a hold. */
const PLAN: readonly { readonly part: Part; readonly of: number }[] = [
  { part: 'late', of: 1 },
  { part: 'praised', of: 2 },
  { part: 'unwilling', of: 3 },
  { part: 'open', of: 4 },
  { part: 'praised', of: 4 },
  { part: 'praised again', of: 2 },
];
/** Until the campaign of a praise has left, or is known to be held: a look at the feed, its delay, and time to spare. */
const UNTIL_SENT_MS = 60_000;

/** The plan, as far as it is carried out. */
export interface Shown {
  /** Whose ticket is to be opened next; `later`: somebody's, when their time has come; null: the plan is through, or nobody fits. */
  next(): number | 'later' | null;
  /** The ticket that was opened for {@link next}. */
  opened(ticketId: number): void;
  /** Null: the ticket is none of the plan, or has left it. */
  step(scene: Scene): Step | null;
}

export function createShown(world: World, random: Random, showing: Showing): Shown {
  const people = choosePeople(world, random, showing);
  const left = PLAN.filter(
    ({ part, of }) => people[of - 1] !== undefined && (part !== 'late' || showing.lateAfterMs !== null),
  );
  const parts = new Map<number, Part>();
  return {
    next() {
      const [first] = left;
      if (first === undefined) return null;
      const customerId = people[first.of - 1] ?? 0;
      return first.part === 'praised again' && !wasPraised(world, customerId) ? 'later' : customerId;
    },
    opened(ticketId) {
      const first = left.shift();
      if (first !== undefined) parts.set(ticketId, first.part);
    },
    step(scene) {
      const part = parts.get(scene.ticket.id);
      if (part === undefined || scene.ticket.snoozeUs !== null) return null;
      return scene.ticket.status === 'open' ? stepOpen(part, scene, showing) : stepClosed(part, scene, showing);
    },
  };
}

function stepOpen(part: Part, scene: Scene, showing: Showing): Step {
  const { world, ticket } = scene;
  const answered = stepUnanswered(scene);
  if (answered !== null) return answered;
  const email = world.customers.get(ticket.customerId ?? 0)?.email ?? null;
  if (part === 'unwilling' && email !== null && showing.mayBeMailed(email)) {
    showing.takeOffMail(email);
    return happened('is of somebody who takes all mail off in Brevo now');
  }
  return part === 'open' && !wasPraised(world, ticket.customerId) ? pause : closeTicket(scene, 'create');
}

function stepClosed(part: Part, scene: Scene, { lateAfterMs }: Showing): Step {
  const { world, ticket, survey } = scene;
  if (survey === null || survey.scoredUs !== null) return end;
  if (survey.sentUs === null) return sendSurvey(scene, survey);
  if (part === 'late' && world.now() < (ticket.closedUs ?? 0) / 1_000 + (lateAfterMs ?? 0)) return pause;
  return rate(scene, 5, 'Great help, thank you!');
}

/** In this world's life, and so long ago that it has had its effect. */
function wasPraised(world: World, customerId: number | null): boolean {
  const [from, until] = [world.options.now * 1_000, (world.now() - UNTIL_SENT_MS) * 1_000];
  return [...world.surveys.values()].some(
    ({ customerId: of, scoredUs }) => of === customerId && scoredUs !== null && scoredUs >= from && scoredUs <= until,
  );
}

/** Ids of people who can be mailed, have an address for themselves, and no ticket that would hold up a campaign. */
function choosePeople(world: World, random: Random, { mayBeMailed }: Showing): readonly number[] {
  const busy = new Set(
    [...world.tickets.values()].flatMap(({ customerId, status, snoozeUs, createdUs }) =>
      customerId !== null && (status === 'open' || snoozeUs !== null || createdUs >= world.options.now * 1_000)
        ? [customerId]
        : [],
    ),
  );
  const owners = new Map<string, number>();
  for (const { email } of world.customers.values())
    if (email !== null) owners.set(email.toLowerCase(), (owners.get(email.toLowerCase()) ?? 0) + 1);
  const able = [...world.customers.values()].flatMap(({ id, email }) =>
    email !== null && owners.get(email.toLowerCase()) === 1 && !busy.has(id) && mayBeMailed(email) ? [id] : [],
  );
  const most = Math.max(...PLAN.map(({ of }) => of));
  return Array.from({ length: Math.min(most, able.length) }, () =>
    able.splice(random.int(0, able.length - 1), 1),
  ).flat();
}
