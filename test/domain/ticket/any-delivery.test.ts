import * as fc from 'fast-check';
import type { TicketFact } from '../../../src/domain/ticket/observe';
import { plus } from '../../../src/domain/timestamp';
import { customerOf, statusOf } from '../../../src/domain/ticket/status';
import { type TicketState } from '../../../src/domain/ticket/state';
import { answerOf, surveySentAt } from '../../../src/domain/ticket/survey';
import { dueEvents } from '../../../src/domain/timeline/timeline';
import { after, DAY, HOUR, MINUTE, SECOND, stateOf } from './facts';
import { type PlayedTicket, lives, play, type Step } from './played-ticket';
import type { Timestamp } from '../../../src/domain/timestamp';

const RUNS = { seed: 20261122, numRuns: 1000 };
/** Hints that come together are covered by one look. */
const GATHER_MS = 3 * SECOND;

interface Webhook {
  /** How late each of its deliveries is; none: it was dropped. */
  readonly delaysMs: readonly number[];
}

interface Fate {
  readonly webhooks: readonly Webhook[];
  /** Time between two looks at the feed, and how far back each begins before the last. */
  readonly everyMs: number;
  readonly overlapMs: number;
}

const fates: fc.Arbitrary<Fate> = fc.record({
  webhooks: fc.array(
    fc.record({ delaysMs: fc.array(fc.constantFrom(0, SECOND, MINUTE, 2 * HOUR, 3 * DAY), { maxLength: 3 }) }),
    { minLength: 20, maxLength: 20 },
  ),
  everyMs: fc.constantFrom(MINUTE, HOUR, 2 * DAY),
  overlapMs: fc.constantFrom(0, 5 * MINUTE, 10 * DAY),
});

/** What a read at each moment shows: the end of the life that had been lived until then. */
function reader(script: readonly Step[]): (at: Timestamp) => TicketFact {
  const pasts = [[], ...script.map((_, index) => script.slice(0, index + 1))].map((lived) => {
    const { seen, end } = play(lived);
    // The end of a life is read ten minutes after its last step.
    return { from: plus(end, -10 * MINUTE), fact: seen.at(-1)!.fact };
  });
  return (at) => {
    const { fact } = pasts.findLast(({ from }) => from <= at) ?? pasts[0]!;
    return fact.kind === 'ticket' ? { ...fact, readAt: at } : fact;
  };
}

/** Facts in the order in which they come in: the feed's pages, and a look for each webhook that arrives; at last one for the list. */
function delivered(
  script: readonly Step[],
  played: PlayedTicket,
  { webhooks, everyMs, overlapMs }: Fate,
): readonly TicketFact[] {
  const read = reader(script);
  const coming: { at: string; fact: TicketFact }[] = [];
  const refresh = (at: Timestamp): void => void coming.push({ at, fact: read(at) });
  const start = Date.parse(after(0));
  for (const [index, { fact }] of played.seen.entries()) {
    if (fact.kind !== 'event') continue;
    const { createdAt } = fact.event;
    for (const ms of webhooks[index % webhooks.length]!.delaysMs) refresh(plus(createdAt, ms + GATHER_MS));
    const poll = Math.ceil((Date.parse(createdAt) + 1 - start) / everyMs);
    const again = Math.floor(overlapMs / everyMs);
    for (const later of new Set([0, Math.min(1, again), again])) {
      coming.push({ at: after((poll + later) * everyMs), fact });
    }
  }
  refresh(plus(played.end, 30 * DAY));
  return coming.sort((one, other) => (one.at < other.at ? -1 : 1)).map(({ fact }) => fact);
}

function endOf(state: TicketState): unknown {
  return {
    phase: statusOf(state).phase,
    customer: customerOf(state),
    surveySentAt: surveySentAt(state),
    answer: answerOf(state)?.score ?? null,
    due: dueEvents(state, { account: 'yourstore', publishFrom: null })
      .map(({ key }) => key)
      .sort(),
  };
}

test('when webhooks are dropped, doubled and days late and the feed is read in pages that overlap, the end is that of the undisturbed run', () => {
  const script = lives({ minMs: 100 * SECOND, maxMs: 2 * DAY });
  let dropped = 0;
  let doubled = 0;

  fc.assert(
    fc.property(script, fates, (steps, fate) => {
      const played = play(steps);
      dropped += fate.webhooks.filter(({ delaysMs }) => delaysMs.length === 0).length;
      doubled += fate.webhooks.filter(({ delaysMs }) => delaysMs.length > 1).length;

      expect(endOf(stateOf(...delivered(steps, played, fate)))).toEqual(
        endOf(stateOf(...played.seen.map(({ fact }) => fact))),
      );
    }),
    RUNS,
  );
  expect(Math.min(dropped, doubled)).toBeGreaterThan(RUNS.numRuns);
});
