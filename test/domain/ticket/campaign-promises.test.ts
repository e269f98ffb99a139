import * as fc from 'fast-check';
import { chooseCampaign, decideCampaign } from '../../../src/domain/campaign/campaign';
import {
  type PolicyInput,
  type CampaignRule,
  DEFAULT_EXPIRES_MS,
  type OtherTicket,
} from '../../../src/domain/campaign/campaign-types';
import { plus, type Timestamp } from '../../../src/domain/timestamp';
import { observe } from '../../../src/domain/ticket/observe';
import { decide, decisionOf, outcomeOf } from '../../../src/domain/ticket/outcome';
import { statusOf } from '../../../src/domain/ticket/status';
import { type TicketState, unknownTicket } from '../../../src/domain/ticket/state';
import { after, DAY, HOUR, MINUTE, SECOND, TICKET_ID } from './facts';
import { lives, play } from './played-ticket';

const RUNS = { seed: 20261122, numRuns: 500 };
const CSAT = { waitMs: 7 * DAY, satisfiedFrom: 4, dissatisfiedTo: 2 };
/** Whatever held it longer ago than this gives it no time any more. */
const lateFor = (at: Timestamp): Timestamp => plus(at, -DEFAULT_EXPIRES_MS);
const OUTCOMES = ['satisfied', 'neutral', 'dissatisfied', 'no_answer', 'no_survey'] as const;
/** One for every outcome, so that nothing but the rules stands between a ticket and its campaign. */
const CAMPAIGNS: Readonly<Record<string, CampaignRule>> = Object.fromEntries(
  OUTCOMES.map((when, index) => [when, { when, delayMs: (index % 2) * HOUR, send: { event: 'X' } }]),
);

interface Surroundings {
  readonly person: PolicyInput['person'];
  readonly otherTickets: readonly OtherTicket[];
  readonly earlierSends: readonly Timestamp[];
  /** When it is too late for it. */
  readonly expiresAt: Timestamp | null;
}

const surroundings: fc.Arbitrary<Surroundings> = fc.record({
  person: fc.record({ hasEmail: fc.boolean(), blocklisted: mostlyFalse(), unsubscribed: mostlyFalse() }),
  otherTickets: fc.array(
    fc.record({
      ticketId: fc.nat(),
      createdAt: fc.integer({ min: -30, max: 30 }).map((days) => after(days * DAY)),
      phase: fc.constantFrom('open', 'waiting', 'ended'),
      closedAt: fc.option(fc.integer({ min: 0, max: 30 }).map((days) => after(days * DAY))),
      endedAt: fc.option(fc.integer({ min: 0, max: 30 }).map((days) => after(days * DAY))),
      outcome: fc.option(fc.constantFrom(...OUTCOMES)),
      seenAt: fc.option(fc.integer({ min: 0, max: 40 }).map((days) => after(days * DAY))),
    }),
    { maxLength: 2 },
  ),
  earlierSends: fc.array(
    fc.integer({ min: -10, max: 30 }).map((days) => after(days * DAY)),
    { maxLength: 1 },
  ),
  expiresAt: fc.option(fc.integer({ min: 0, max: 40 }).map((days) => after(days * DAY))),
});

/** A whole life, looked at after every fact and a while after the last one; what is sent is written down. */
const runs = fc.record({
  life: lives({ minMs: 100 * SECOND, maxMs: 2 * DAY }).map(play),
  around: fc.array(surroundings, { minLength: 1, maxLength: 5 }),
  fromBackfill: fc.constantFrom(false, false, false, true),
});

interface Sent {
  readonly name: string;
  readonly at: Timestamp;
  readonly state: TicketState;
  readonly around: Surroundings;
}

function liveThrough(
  {
    life: played,
    around,
    fromBackfill,
  }: { life: ReturnType<typeof play>; around: readonly Surroundings[]; fromBackfill: boolean },
  watch: (before: TicketState, afterwards: TicketState) => void = () => undefined,
): readonly Sent[] {
  const sent: Sent[] = [];
  let earlier: PolicyInput['ticket']['earlier'] = null;
  const steps = [
    ...played.seen.map(({ fact }) => ({ fact, now: atOf(fact) })),
    ...[HOUR, DAY, 8 * DAY, 16 * DAY].map((ms) => ({ fact: null, now: plus(played.end, ms) })),
  ];
  steps.reduce((known, { fact, now }, index) => {
    const seen = fact === null ? known : observe(known, fact);
    const decided = decide(seen, { now, csat: CSAT });
    watch(known, decided);
    const surrounding = around[index % around.length]!;
    const facts = factsOf(decided, { now, fromBackfill, earlier, around: surrounding });
    const decision = facts === null ? null : decideCampaign(facts);
    if (decision?.kind !== 'send') return decided;
    sent.push({ name: decision.campaign.name, at: now, state: decided, around: surrounding });
    earlier = { name: decision.campaign.name };
    return decided;
  }, unknownTicket(TICKET_ID));
  return sent;
}

function factsOf(
  state: TicketState,
  {
    now,
    fromBackfill,
    earlier,
    around,
  }: { now: Timestamp; fromBackfill: boolean; earlier: PolicyInput['ticket']['earlier']; around: Surroundings },
): PolicyInput | null {
  const decision = decisionOf(state);
  if (decision === null || state.level === null) return null;
  const verdict = outcomeOf(state, { now, csat: CSAT });
  return {
    now,
    campaign: chooseCampaign(CAMPAIGNS, decision.outcome),
    ticket: {
      createdAt: state.level.createdAt,
      outcome: decision.outcome,
      decidedAt: decision.decidedAt,
      undoneBy: verdict.kind === 'none' ? verdict.why : null,
      fromBackfill,
      earlier,
    },
    ...around,
    limits: { frequencyCap: { perCustomer: 1, withinMs: 7 * DAY }, holdMs: 7 * DAY },
  };
}

describe('whatever happens to a ticket', () => {
  test('never more than one campaign is sent for it', () => {
    let campaigns = 0;

    fc.assert(
      fc.property(runs, (run) => {
        const sent = liveThrough(run);
        campaigns += sent.length;

        expect(sent.length).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
    expect(campaigns).toBeGreaterThan(RUNS.numRuns / 20);
  });

  test('no campaign is sent for a ticket of a backfill', () => {
    fc.assert(
      fc.property(runs, (run) => {
        expect(liveThrough({ ...run, fromBackfill: true })).toEqual([]);
      }),
      RUNS,
    );
  });

  test('no campaign is sent to somebody who is blocklisted, unsubscribed, without e-mail or at the cap, nor before the ticket has ended', () => {
    fc.assert(
      fc.property(runs, (run) => {
        for (const { name, state, around } of liveThrough(run)) {
          expect(around.person).toEqual({ hasEmail: true, blocklisted: false, unsubscribed: false });
          expect(statusOf(state).phase).toBe('closed');
          expect(decisionOf(state)?.outcome).toBe(name);
        }
      }),
      RUNS,
    );
  });

  test('no campaign is sent once it is too late for it', () => {
    let expiring = 0;

    fc.assert(
      fc.property(runs, (run) => {
        for (const { at, around } of liveThrough(run)) {
          expiring += around.expiresAt === null ? 0 : 1;

          const wasHeld = around.otherTickets.some(
            ({ phase, endedAt }) => phase !== 'ended' || (endedAt ?? '') > lateFor(at),
          );
          expect(around.expiresAt === null || at < around.expiresAt || wasHeld).toBe(true);
        }
      }),
      RUNS,
    );
    expect(expiring).toBeGreaterThan(0);
  });

  test('an outcome that was decided stays the same until the ticket is reopened', () => {
    let kept = 0;

    fc.assert(
      fc.property(runs, (run) => {
        liveThrough(run, (before, afterwards) => {
          const [decided, still] = [decisionOf(before), decisionOf(afterwards)];
          if (decided === null || still === null || decided.closedAt !== still.closedAt) return;
          kept += 1;

          expect(still).toEqual(decided);
        });
      }),
      RUNS,
    );
    expect(kept).toBeGreaterThan(RUNS.numRuns);
  });

  test('the same facts always get the same decision, and the last rule to speak is the one that decided', () => {
    fc.assert(
      fc.property(
        surroundings,
        fc.integer({ min: 0, max: 20 * 24 }),
        fc.constantFrom(...OUTCOMES),
        (around, hours, outcome) => {
          const facts: PolicyInput = {
            now: after(hours * HOUR),
            campaign: chooseCampaign(CAMPAIGNS, outcome),
            ticket: {
              createdAt: after(0),
              outcome,
              decidedAt: after(MINUTE),
              undoneBy: null,
              fromBackfill: false,
              earlier: null,
            },
            ...around,
            limits: { frequencyCap: null, holdMs: 7 * DAY },
          };
          const decision = decideCampaign(facts);

          expect(decideCampaign(facts)).toEqual(decision);
          expect(decision.rules.at(-1)?.says).toBe(decision.kind === 'send' ? 'pass' : decision.kind);
          if (decision.kind === 'held' || decision.kind === 'wait') expect(decision.until > facts.now).toBe(true);
        },
      ),
      RUNS,
    );
  });
});

function mostlyFalse(): fc.Arbitrary<boolean> {
  return fc.constantFrom(false, false, false, false, true);
}

function atOf(fact: ReturnType<typeof play>['seen'][number]['fact']): Timestamp {
  return fact.kind === 'event' ? fact.event.createdAt : fact.readAt;
}
