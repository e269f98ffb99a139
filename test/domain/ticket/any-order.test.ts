import * as fc from 'fast-check';
import { observe } from '../../../src/domain/ticket/observe';
import { outcomeOf } from '../../../src/domain/ticket/outcome';
import { customerOf, statusOf } from '../../../src/domain/ticket/status';
import { type TicketState, unknownTicket } from '../../../src/domain/ticket/state';
import { answerOf, surveySentAt } from '../../../src/domain/ticket/survey';
import { dueEvents, markPublished, type TimelineScope } from '../../../src/domain/timeline/timeline';
import { CSAT, DAY, SECOND, stateOf, TICKET_ID } from './facts';
import { lives, play, type Seen, survivors } from './played-ticket';
import { timestamp, type Timestamp } from '../../../src/domain/timestamp';

const RUNS = { seed: 20261122, numRuns: 1000 };
const SCOPE: TimelineScope = { account: 'yourstore', publishFrom: null };
/** Steps of seconds, as a rule makes them. */
const HASTY = lives({ minMs: 2 * SECOND, maxMs: 20 * SECOND });
/** Slow enough that a lost event can be told from one that is only late. */
const UNHURRIED = lives({ minMs: 100 * SECOND, maxMs: 2 * DAY });
/** An echo without what it repeats looks like a closing or a reopening of its own. */
const WITHOUT_ECHOES = lives({ minMs: 100 * SECOND, maxMs: 2 * DAY, echoes: false });

/** The same facts in another order, some of them again. */
function shuffled(seen: readonly Seen[]): fc.Arbitrary<readonly Seen[]> {
  return fc
    .array(fc.nat({ max: seen.length - 1 }), { maxLength: 8 })
    .map((again) => [...seen, ...again.flatMap((index) => seen[index] ?? [])])
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
}

function observed(seen: readonly Seen[]): TicketState {
  return stateOf(...seen.map(({ fact }) => fact));
}

/** What everything else follows from. */
function endOf(state: TicketState): unknown {
  return {
    status: statusOf(state),
    customer: customerOf(state),
    surveySentAt: surveySentAt(state),
    answer: answerOf(state),
  };
}

function keysOf(state: TicketState): readonly string[] {
  return dueEvents(state, SCOPE)
    .map(({ key }) => key)
    .sort();
}

describe('facts in any order', () => {
  test.each([
    ['within seconds', HASTY],
    ['over days', UNHURRIED],
  ])('when facts from a life %s come shuffled and twice, the state is the same to the byte', (_name, scripts) => {
    const runs = scripts.map(play).chain((played) => fc.tuple(fc.constant(played), shuffled(played.seen)));

    fc.assert(
      fc.property(runs, ([played, seen]) => {
        expect(observed(seen)).toEqual(observed(played.seen));
      }),
      RUNS,
    );
  });

  test.each([
    ['within seconds', HASTY],
    ['over days', UNHURRIED],
  ])('when every fact of a life %s is known, exactly what happened is due', (_name, scripts) => {
    fc.assert(
      fc.property(scripts.map(play), (played) => {
        const state = observed(played.seen);
        const isSilent = played.phase === 'spam' || played.phase === 'trashed';
        const due = dueEvents(state, SCOPE);

        expect(statusOf(state).phase).toBe(played.phase);
        expect(customerOf(state)).toBe(played.customerId);
        expect(answerOf(state)?.score ?? null).toBe(played.score);
        expect(due.filter(({ kind }) => kind === 'opened')).toHaveLength(isSilent ? 0 : 1);
        expect(due.filter(({ kind }) => kind === 'reopened')).toHaveLength(isSilent ? 0 : played.reopenings);
        expect(due.filter(({ kind }) => kind === 'resolved')).toHaveLength(isSilent ? 0 : played.closings.length);
      }),
      RUNS,
    );
  });

  test('when facts are lost, shuffled and doubled and the ticket is read once more, state and due events are those of the undisturbed run', () => {
    const runs = UNHURRIED.map(play).chain((played) =>
      fc
        .array(fc.boolean(), { minLength: played.seen.length, maxLength: played.seen.length })
        .map((lost) => survivors(played, (index) => lost[index] ?? false))
        .chain((left) => fc.tuple(fc.constant(played), fc.constant(left), shuffled(left))),
    );
    let lost = 0;

    fc.assert(
      fc.property(runs, ([played, left, seen]) => {
        lost += played.seen.length - left.length;
        const [disturbed, undisturbed] = [observed(seen), observed(played.seen)];

        expect(endOf(disturbed)).toEqual(endOf(undisturbed));
        expect(keysOf(disturbed)).toEqual(keysOf(undisturbed));
        for (const now of [played.end, timestamp('2030-01-01T00:00:00.000000Z')]) {
          expect(verdictOf(disturbed, now)).toEqual(verdictOf(undisturbed, now));
        }
      }),
      RUNS,
    );
    expect(lost).toBeGreaterThan(RUNS.numRuns);
  });

  test('when anything at all is lost, nothing is due that did not happen', () => {
    const runs = WITHOUT_ECHOES.map(play).chain((played) =>
      fc.tuple(
        fc.constant(played),
        fc.subarray([...played.seen]).chain((left) => shuffled([...left, played.seen.at(-1)!])),
      ),
    );

    fc.assert(
      fc.property(runs, ([played, seen]) => {
        const state = observed(seen);
        const due = dueEvents(state, SCOPE);

        expect(statusOf(state).phase).toBe(played.phase);
        expect(due.filter(({ kind }) => kind === 'resolved').length).toBeLessThanOrEqual(played.closings.length);
        expect(due.filter(({ kind }) => kind === 'opened').length).toBeLessThanOrEqual(1);
        expect(due.filter(({ kind }) => kind === 'survey_answered').length).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  });

  test('when events are told while facts still come in any order, each happening gets one key and keeps it', () => {
    const runs = WITHOUT_ECHOES.map(play)
      .filter(({ phase }) => phase !== 'spam' && phase !== 'trashed')
      .chain((played) =>
        shuffled(played.seen).chain((seen) =>
          fc.tuple(
            fc.constant(played),
            fc.constant(seen),
            fc.array(fc.boolean(), { minLength: seen.length, maxLength: seen.length }),
          ),
        ),
      );

    fc.assert(
      fc.property(runs, ([played, seen, publishesAfter]) => {
        const sent: string[] = [];
        const publish = (known: TicketState): TicketState =>
          dueEvents(known, SCOPE).reduce((marked, event) => {
            sent.push(event.key);
            return markPublished(marked, event);
          }, known);
        const state = seen.reduce((known, { fact }, index) => {
          const next = observe(known, fact);
          return publishesAfter[index] === true ? publish(next) : next;
        }, unknownTicket(TICKET_ID));
        publish(state);

        expect([...sent].sort()).toEqual(keysOf(observed(played.seen)));
      }),
      RUNS,
    );
  });

  test('when a state goes through JSON, as it does between two runs of a workflow, nothing changes', () => {
    fc.assert(
      fc.property(UNHURRIED.map(play), (played) => {
        const state = observed(played.seen);

        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
      { ...RUNS, numRuns: 200 },
    );
  });
});

/** The deadline hangs on the closing, whose record's date may be lost in favour of the event's, a little later. */
function verdictOf(state: TicketState, now: Timestamp): unknown {
  const verdict = outcomeOf(state, { now, csat: CSAT });
  if (verdict.kind === 'none') return verdict;
  const { kind } = verdict;
  return kind === 'waiting' ? { kind } : { kind, outcome: verdict.outcome, score: verdict.score };
}
