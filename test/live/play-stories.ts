import { setTimeout as delay } from 'node:timers/promises';
import { createRandom } from '../../packages/sandbox/random';
import type { WorldChange } from '../../packages/sandbox/world/changes/schema';
import type { Story, StoryStep } from './story-script';

/** A story as it was played, each step with its moment (milliseconds since 1970). */
export interface Played {
  readonly story: Story;
  readonly ticketId: number;
  readonly steps: readonly { readonly step: StoryStep; readonly at: number }[];
}

export interface Pace {
  readonly seed: number;
  /** The stories begin within this time. */
  readonly withinMs: number;
  /** Shortest and longest time between two steps of a story. */
  readonly gapMs: readonly [number, number];
}

/** Makes a change and answers its id: that of the ticket for an opening, and the customer's by `customerOf`. */
export interface StoryHarness {
  change(change: WorldChange): Promise<number>;
  customerOf(ticketId: number): Promise<number>;
}

/** What Gorgias writes of one ticket within half a second has one cause: two steps must not come so near to each other. */
const NEAREST_MS = 700;

/** Lets all stories happen beside each other, each in its own order. */
export async function playStories(
  stories: readonly Story[],
  harness: StoryHarness,
  pace: Pace,
): Promise<readonly Played[]> {
  const random = createRandom(pace.seed);
  const ticketIds: number[] = [];
  const happened = stories.map((): { step: StoryStep; at: number }[] => []);
  const last = stories.map(() => 0);
  const began = Date.now();
  const due = stories.flatMap((story, index) => {
    let at = (index * pace.withinMs) / stories.length;
    const opening = { index, step: null as StoryStep | null, at };
    return [opening, ...story.steps.map((step) => ({ index, step, at: (at += random.int(...pace.gapMs)) }))];
  });
  for (const { index, step, at } of due.sort((one, other) => one.at - other.at)) {
    await until(Math.max(began + at, (last[index] ?? 0) + NEAREST_MS));
    if (step === null) ticketIds[index] = await open(stories[index]!, ticketIds, harness);
    else await harness.change({ ...step, ticketId: ticketIds[index]! });
    last[index] = Date.now();
    if (step !== null) happened[index]!.push({ step, at: last[index] });
  }
  return stories.map((story, index) => ({ story, ticketId: ticketIds[index]!, steps: happened[index]! }));
}

async function open(story: Story, ticketIds: readonly number[], harness: StoryHarness): Promise<number> {
  const { email, name, channel, sameCustomerAs } = story;
  const subject = 'A question';
  if (sameCustomerAs === null) return harness.change({ do: 'openTicketByNewcomer', email, name, channel, subject });
  const customerId = await harness.customerOf(ticketIds[sameCustomerAs]!);
  return harness.change({ do: 'openTicket', customerId, channel, subject });
}

async function until(time: number): Promise<void> {
  const wait = time - Date.now();
  if (wait > 0) await delay(wait);
}
