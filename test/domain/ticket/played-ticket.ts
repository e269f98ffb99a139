import * as fc from 'fast-check';
import { type Survey, type Ticket } from '../../../src/domain/records';
import { plus, type Timestamp } from '../../../src/domain/timestamp';
import { type TicketFact } from '../../../src/domain/ticket/observe';
import { type Status } from '../../../src/domain/ticket/status';
import { after, DAY, event, MINUTE, reading, SECOND, SURVEY_ID } from './facts';

const STEPS = [
  'close',
  'close',
  'reopen',
  'snooze',
  'wake',
  'trash',
  'untrash',
  'mark spam',
  'unmark spam',
  'move',
  'touch',
  'send survey',
  'answer',
  'skip survey',
  'exclude',
] as const;

export interface Step {
  readonly wanted: (typeof STEPS)[number];
  readonly gapMs: number;
  /** How long after the record the event is written. */
  readonly lagMs: number;
  /** Read so long after the change; null: not read. Always before the next step. */
  readonly readAfterMs: number | null;
  readonly number: number;
}

/**
 * The script of a ticket's life; steps that are impossible where they stand are left out when it is played. Most lives end outside trash
 * and spam. Without `echoes` a snooze is one event, and so is waking up.
 */
export function lives({
  minMs,
  maxMs,
  echoes = true,
}: {
  readonly minMs: number;
  readonly maxMs: number;
  readonly echoes?: boolean;
}): fc.Arbitrary<readonly Step[]> {
  const step = fc.record({
    wanted: fc.constantFrom(...STEPS),
    gapMs: fc.integer({ min: minMs, max: maxMs }),
    lagMs: fc.constantFrom(0, 40, Math.min(SECOND, minMs / 2), minMs / 2),
    readAfterMs: fc.option(fc.integer({ min: 1, max: minMs - 1 })),
    number: fc.integer({ min: 1, max: echoes ? 5 : 3 }),
  });
  const tidy = (['untrash', 'unmark spam'] as const).map((wanted): Step => ({
    wanted,
    gapMs: minMs,
    lagMs: 0,
    readAfterMs: null,
    number: 1,
  }));
  return fc
    .tuple(fc.array(step, { minLength: 1, maxLength: 14 }), fc.integer({ min: 0, max: 4 }))
    .map(([steps, luck]) => (luck === 0 ? steps : [...steps, ...tidy]));
}

/** A fact, and the happening that it witnesses; null: none that is told. `essential`: nothing else would show it. */
export interface Seen {
  readonly fact: TicketFact;
  readonly closing: number | null;
  readonly essential: boolean;
}

export interface PlayedTicket {
  /** In the order in which things happened; the last one is a read of the end. */
  readonly seen: readonly Seen[];
  readonly closings: readonly Timestamp[];
  readonly reopenings: number;
  readonly phase: Status['phase'];
  readonly customerId: number | null;
  readonly score: number | null;
  readonly end: Timestamp;
}

interface World {
  ticket: Pick<
    Ticket,
    'status' | 'closedAt' | 'snoozedUntil' | 'spam' | 'trashedAt' | 'customerId' | 'updatedAt' | 'createdAt'
  >;
  survey: Partial<Survey> | null;
  /** True from a closing until it is undone. */
  resolved: boolean;
}

type Move = (world: World, at: Timestamp, number: number) => { type: string; data?: Record<string, unknown> }[] | null;

const isSnoozed = ({ ticket }: World): boolean => ticket.snoozedUntil !== null;

/** What each step does to the record, and the events that tell of it; null where it makes no sense. */
const MOVES: Record<Step['wanted'], Move> = {
  close: (world, at) => {
    if (world.ticket.status === 'closed' && !isSnoozed(world)) return null;
    world.ticket = { ...world.ticket, status: 'closed', closedAt: at, snoozedUntil: null };
    return [{ type: 'ticket-closed' }];
  },
  reopen: (world) => {
    if (world.ticket.status === 'open' || isSnoozed(world)) return null;
    world.ticket = { ...world.ticket, status: 'open', closedAt: null };
    return [{ type: 'ticket-reopened' }];
  },
  snooze: (world, at, number) => {
    if (world.ticket.status === 'closed') return null;
    world.ticket = { ...world.ticket, status: 'closed', closedAt: at, snoozedUntil: plus(at, 365 * DAY) };
    return number > 3 ? [{ type: 'ticket-snoozed' }, { type: 'ticket-closed' }] : [{ type: 'ticket-snoozed' }];
  },
  wake: (world, _at, number) => {
    if (!isSnoozed(world)) return null;
    world.ticket = { ...world.ticket, status: 'open', closedAt: null, snoozedUntil: null };
    return number > 3
      ? [{ type: 'ticket-self-unsnoozed' }, { type: 'ticket-reopened' }]
      : [{ type: 'ticket-self-unsnoozed' }];
  },
  trash: (world, at) => {
    world.ticket = { ...world.ticket, trashedAt: at };
    return [{ type: 'ticket-trashed' }];
  },
  untrash: (world) => {
    world.ticket = { ...world.ticket, trashedAt: null };
    return [{ type: 'ticket-untrashed' }];
  },
  'mark spam': (world) => {
    world.ticket = { ...world.ticket, spam: true };
    return [{ type: 'ticket-marked-spam' }];
  },
  'unmark spam': (world) => {
    world.ticket = { ...world.ticket, spam: false };
    return [{ type: 'ticket-unmarked-spam' }];
  },
  move: (world, _at, number) => {
    const old = world.ticket.customerId;
    world.ticket = { ...world.ticket, customerId: number };
    return [{ type: 'ticket-customer-updated', data: { old_customer: { id: old }, new_customer: { id: number } } }];
  },
  touch: () => [{ type: 'ticket-updated' }],
  'send survey': (world, at) => {
    if (world.ticket.status !== 'closed' || (world.survey?.sentAt ?? null) !== null) return null;
    world.survey = { createdAt: at, sentAt: at };
    return [{ type: 'satisfaction-survey-sent' }];
  },
  answer: (world, at, number) => {
    if ((world.survey?.sentAt ?? null) === null) return null;
    world.survey = { ...world.survey, score: number, scoredAt: at };
    return [{ type: 'satisfaction-survey-responded', data: { score: number, body_text: 'Thanks' } }];
  },
  'skip survey': (world) =>
    world.ticket.status === 'closed'
      ? [{ type: 'ticket-satisfaction-survey-skipped', data: { reasons: ['short'] } }]
      : null,
  exclude: () => [{ type: 'ticket-excluded-from-csat' }],
};

/** Neither is in any record, so that a lost event cannot be made up for. */
const ONLY_IN_THE_FEED = ['ticket-satisfaction-survey-skipped', 'ticket-excluded-from-csat'];
/** Of the events of one cause the second only repeats the first: it never comes alone. */
const REPEATS: Partial<Record<Step['wanted'], string>> = { snooze: 'ticket-closed', wake: 'ticket-reopened' };

/** Plays the script. What the connector has to make of it is counted here, from the steps and not from the facts. */
export function play(script: readonly Step[]): PlayedTicket {
  const world: World = {
    ticket: {
      status: 'open',
      closedAt: null,
      snoozedUntil: null,
      spam: false,
      trashedAt: null,
      customerId: 1,
      updatedAt: after(0),
      createdAt: after(0),
    },
    survey: null,
    resolved: false,
  };
  const seen: Seen[] = [{ fact: event('ticket-created', plus(after(0), 1)), closing: null, essential: false }];
  const closings: Timestamp[] = [];
  let reopenings = 0;
  let now = after(0);
  const read = (at: Timestamp): void => {
    const isResolved = world.resolved && world.ticket.snoozedUntil === null && world.ticket.status === 'closed';
    const fact = reading({
      ...world.ticket,
      readAt: at,
      answer: world.survey === null ? null : { id: SURVEY_ID, ...world.survey },
    });
    seen.push({ fact, closing: isResolved ? closings.length - 1 : null, essential: false });
  };
  for (const { wanted, gapMs, lagMs, readAfterMs, number } of script) {
    const at = plus(now, gapMs);
    const events = MOVES[wanted](world, at, number);
    if (events === null) continue;
    now = at;
    if (!wanted.includes('survey') && wanted !== 'answer') world.ticket = { ...world.ticket, updatedAt: at };
    if (wanted === 'close') {
      closings.push(at);
      world.resolved = true;
    } else if (world.resolved && world.ticket.status === 'open') {
      reopenings += 1;
      world.resolved = false;
    }
    for (const [index, { type, data }] of events.entries()) {
      const fact = event(type, plus(at, lagMs + index), data ?? null);
      const essential =
        ONLY_IN_THE_FEED.includes(type) || wanted === 'snooze' || (wanted === 'wake' && events.length > 1);
      seen.push({
        fact,
        closing: wanted === 'close' ? closings.length - 1 : null,
        essential: essential && type !== REPEATS[wanted],
      });
    }
    if (readAfterMs !== null) read(plus(at, readAfterMs));
  }
  const end = plus(now, MINUTE * 10);
  read(end);
  const { customerId } = world.ticket;
  return { seen, closings, reopenings, phase: phaseOf(world), customerId, score: world.survey?.score ?? null, end };
}

function phaseOf({ ticket }: World): Status['phase'] {
  if (ticket.spam) return 'spam';
  if (ticket.trashedAt !== null) return 'trashed';
  if (ticket.status === 'open') return 'open';
  return ticket.snoozedUntil === null ? 'closed' : 'snoozed';
}

/**
 * Loses what `isLost` says, but never all that shows one closing, nor what no record shows. The read of the end is kept: the feed names
 * every ticket that changed, and each naming leads to a read.
 */
export function survivors({ seen }: PlayedTicket, isLost: (index: number) => boolean): readonly Seen[] {
  const witnesses = new Map<number, number>();
  for (const { closing } of seen) if (closing !== null) witnesses.set(closing, (witnesses.get(closing) ?? 0) + 1);
  return seen.filter(({ closing, essential }, index) => {
    if (essential || index === seen.length - 1 || !isLost(index)) return true;
    if (closing === null) return false;
    const left = witnesses.get(closing) ?? 0;
    if (left <= 1) return true;
    witnesses.set(closing, left - 1);
    return false;
  });
}
