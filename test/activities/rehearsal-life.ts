import { createRandom } from '../../packages/sandbox/random';
import { type Story, type StoryStep, writeStories } from '../live/story-script';
import { type ActivityHarness, openActivityHarness } from './activity-harness';

const HOUR = 3_600_000;
/** One thing happens to a ticket in a round at most. */
const ROUND = 7 * HOUR;
/** Until nothing is awaited any more. */
const ROUNDS_AFTER = 10;
/** People know nothing of each other: so many live side by side. */
const PEOPLE_AT_ONCE = 8;
/** Timers that lie so near to each other fire together; in life they are as late now and then. */
const TOGETHER_MS = 60_000;

/** One ticket's story, and how far it is. */
export interface Life {
  readonly story: Story;
  /** Null: not opened yet. */
  ticketId: number | null;
  readonly steps: StoryStep[];
  /** Number of the story whose customer it is. */
  readonly person: number;
  /** True: nobody else's story is of that customer. */
  readonly isAlone: boolean;
}

/** Days of tickets, played through the activities of life, with everybody's clock moved on from one moment to the next. */
export interface PlayedLives {
  readonly harness: ActivityHarness;
  readonly startedAt: number;
  readonly lives: readonly Life[];
}

export interface LivesOptions {
  readonly seed: number;
  readonly count: number;
  /** So many tickets a person has; those of the second half are of somebody else each. */
  readonly ticketsEach: number;
  readonly edit: (yaml: string) => string;
}

export async function playLives({ seed, count, ticketsEach, edit }: LivesOptions): Promise<PlayedLives> {
  const clock = { aheadMs: 0 };
  const now = (): number => Date.now() + clock.aheadMs;
  const world = { seed, customers: 0, tickets: 0, surveys: 0, active: { customers: 0, messages: 0 }, clock: now };
  const harness = await openActivityHarness(edit, { world, brevo: { clock: now }, endlessBudget: true });
  const startedAt = now();
  const stories = writeStories(seed, count);
  const lives = stories.map((story, index): Life => {
    // In the second half two stories may be of one address all the same: as two customers of Gorgias, who are one contact.
    const isSecondHalf = index >= count / 2;
    const person = isSecondHalf ? (story.sameCustomerAs ?? index) : index - (index % ticketsEach);
    const isAlone = isSecondHalf && !stories.some((other) => other !== story && other.email === story.email);
    return { story, ticketId: null, steps: [...story.steps], person, isAlone };
  });
  const waits = new Map<number, number>();
  const moveTo = async (at: number): Promise<void> => {
    clock.aheadMs = at - Date.now();
    await harness.later(clock.aheadMs);
  };
  const follow = async (ticketIds: readonly number[]): Promise<void> => {
    const due = [...ticketIds];
    for (let ticketId = due.shift(); ticketId !== undefined; ticketId = due.shift()) {
      const { until, wake } = await harness.refresh(ticketId);
      if (until === null) waits.delete(ticketId);
      else waits.set(ticketId, Date.parse(until));
      due.push(...wake);
    }
  };
  const personOf = (ticketId: number): number => lives.find((life) => life.ticketId === ticketId)?.person ?? 0;
  const followAll = (ticketIds: readonly number[]): Promise<void> =>
    eachPerson(ticketIds, personOf, (id) => follow([id]));
  /** What a rule wants to be read first, as the minute's run would do it. */
  const followAsked = async (): Promise<void> =>
    followAll((await harness.store.db.query<{ id: number }>(ASKED)).map(({ id }) => id));
  /** As timers would fire: in their order, and each at its own moment. */
  const passUntil = async (end: number): Promise<void> => {
    for (;;) {
      const due = [...waits].filter(([, at]) => at <= end).sort(([, one], [, other]) => one - other);
      const first = due[0]?.[1];
      if (first === undefined) return moveTo(end);
      const together = due.filter(([, at]) => at <= first + TOGETHER_MS);
      await moveTo(Math.max(now(), together.at(-1)![1] + 1));
      await followAll(together.map(([id]) => id));
      await followAsked();
    }
  };
  const random = createRandom(seed);
  const isOver = ({ ticketId, steps }: Life): boolean => ticketId !== null && steps.length === 0;
  for (let after = 0; after < ROUNDS_AFTER; after += lives.every(isOver) ? 1 : 0) {
    const begun = now();
    const touched = lives.filter((life) => !isOver(life) && random.chance(0.6));
    await eachPerson(
      touched,
      ({ person }) => person,
      (life) => follow(happen(harness, life, lives[life.person]!)),
    );
    await harness.sync();
    await followAsked();
    await passUntil(begun + ROUND);
  }
  return { harness, startedAt, lives };
}

/** What is one person's in its order, people beside each other. */
async function eachPerson<Item>(
  items: readonly Item[],
  personOf: (item: Item) => number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const ofPeople = new Map<number, Item[]>();
  for (const item of items) ofPeople.set(personOf(item), [...(ofPeople.get(personOf(item)) ?? []), item]);
  const left = [...ofPeople.values()];
  const one = async (): Promise<void> => {
    for (let own = left.shift(); own !== undefined; own = left.shift()) for (const item of own) await work(item);
  };
  await Promise.all(Array.from({ length: PEOPLE_AT_ONCE }, one));
}

const ASKED = `select ticket_id as id from ticket_states where asked_at > looked_at order by ticket_id`;

function happen(harness: ActivityHarness, life: Life, first: Life): readonly number[] {
  const { world } = harness.sandbox;
  if (life.ticketId !== null) {
    const step = life.steps.shift();
    if (step !== undefined) harness.happen({ ...step, ticketId: life.ticketId });
    return [life.ticketId];
  }
  const { email, name, channel } = life.story;
  if (first === life) {
    life.ticketId = harness.happen({ do: 'openTicketByNewcomer', email, name, channel, subject: 'A question' });
    return [life.ticketId];
  }
  if (first.ticketId === null) return [];
  const customerId = world.tickets.get(first.ticketId)?.customerId ?? 0;
  life.ticketId = harness.happen({ do: 'openTicket', customerId, channel, subject: 'A question' });
  return [life.ticketId];
}
