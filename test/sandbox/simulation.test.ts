import { demoSettings } from '../../src/dev/demo-settings';
import { createBeat, startSimulation } from '../../packages/sandbox/life/simulation';
import { createWorld, type World } from '../../packages/sandbox/world/world';
import { testConfig } from '../support/connector';

const start = Date.parse('2026-11-22T10:00:00Z');
const size = { seed: 7, now: start, customers: 100, tickets: 200, surveys: 20 };

/** A life without timers: every beat is seven seconds later than the one before. */
function live(
  beats: number,
  { seed = 1, happened = [], from = start }: { seed?: number; happened?: World['happened']; from?: number } = {},
) {
  let time = from;
  const world = createWorld({ ...size, happened, clock: () => time });
  const happenings: { at: number; text: string }[] = [];
  const beat = createBeat(world, { seed, onHappening: (happening) => happenings.push(happening) });
  for (let n = 0; n < beats; n += 1) {
    time += 7_000;
    beat();
  }
  return { world, told: happenings, time };
}

/** Ticket id and the words about it. */
const parts = (text: string): readonly [number, string] => {
  const found = /^ticket (\d+) (.+)$/.exec(text);
  return [Number(found?.[1]), found?.[2] ?? ''];
};

describe('the daily life of the sandbox', () => {
  it('when it goes on for an hour and a half, everything that is promised happens, one line each', () => {
    const { world, told: happenings } = live(800);
    const words = happenings.map(({ text }) => parts(text)[1]);

    for (const kind of [
      /^opened by \S+: "/,
      /^opened by \S+ by a new customer: "/,
      /by the rule "Tag shipping"$/,
      /^answered by \S+$/,
      /^answered by \S+ with the macro "/,
      /^written to again by its customer$/,
      /^closed by \S+$/,
      /^closed by \S+, no survey: /,
      /^closed by \S+, a rule excludes it/,
      /^gets its survey$/,
      /^rated 5/,
      /^rated [123]/,
      /^reopened by its customer$/,
      /^snoozed by \S+ for 30 seconds$/,
      /^woke up$/,
    ]) {
      expect({ kind, some: words.some((text) => kind.test(text)) }).toEqual({ kind, some: true });
    }
    expect(words.every((text) => text !== '' && !text.includes('\n'))).toBe(true);
    const scores = [...world.surveys.values()]
      .filter(({ createdUs }) => createdUs > start * 1_000)
      .map(({ score }) => score);
    expect(scores.filter((score) => (score ?? 0) >= 4).length).toBeGreaterThan(scores.length / 2);
    expect(scores).toContain(null);
    expect(happenings.length).toBeGreaterThan(700);
  });

  it('when it goes on, most tickets are seen from opening to rating in less than three minutes and few are open at once', () => {
    const { world, told: happenings } = live(800);
    const opened = new Map(
      happenings.filter(({ text }) => text.includes(' opened by ')).map(({ at, text }) => [parts(text)[0], at]),
    );
    const spans = happenings.flatMap(({ at, text }) =>
      / rated \d/.test(text) ? [at - (opened.get(parts(text)[0]) ?? at)] : [],
    );
    const open = [...world.tickets.values()].filter(
      ({ createdUs, status }) => createdUs > start * 1_000 && status === 'open',
    );

    expect(spans.length).toBeGreaterThan(60);
    expect(spans.filter((ms) => ms < 180_000).length).toBeGreaterThan(spans.length * 0.75);
    expect(open.length).toBeLessThanOrEqual(3);
  });

  it('when its people answer, they do so while the demo still waits for their answer', () => {
    const { world } = live(800);
    const { waitMs } = demoSettings(testConfig()).csat;
    const waits = [...world.surveys.values()].flatMap(({ createdUs, ticketId, scoredUs }) => {
      const closedUs = world.tickets.get(ticketId)?.closedUs ?? null;
      return createdUs < start * 1_000 || scoredUs === null || closedUs === null ? [] : [(scoredUs - closedUs) / 1_000];
    });

    expect(waits.length).toBeGreaterThan(60);
    expect(waits.filter((ms) => ms > waitMs)).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5])(
    'when something is to be shown (seed %d), a cap, a hold, somebody blocklisted and a late score come about within nine minutes of the slowest pace',
    (seed) => {
      const { waitMs } = demoSettings(testConfig()).csat;
      let time = start;
      const blocklisted = new Map<string, number>();
      const world = createWorld({ ...size, customers: 400, tickets: 800, clock: () => time });
      const beat = createBeat(world, {
        seed,
        onHappening: () => undefined,
        showing: {
          lateAfterMs: waitMs + 30_000,
          mayBeMailed: (email) => !blocklisted.has(email),
          takeOffMail: (email) => blocklisted.set(email, time),
        },
      });
      while (time < start + 540_000) {
        time += 10_000;
        beat();
      }

      const ratedTickets = [...world.surveys.values()].flatMap(({ ticketId, customerId, scoredUs, createdUs }) =>
        createdUs < start * 1_000 || scoredUs === null
          ? []
          : [{ ticket: world.tickets.get(ticketId)!, customerId, scoredAt: scoredUs / 1_000 }],
      );
      const othersOf = (of: (typeof ratedTickets)[number]) =>
        [...world.tickets.values()].filter(({ id, customerId }) => customerId === of.customerId && id !== of.ticket.id);
      const openFor = 60_000;
      expect({
        cap: ratedTickets.some((one) =>
          ratedTickets.some((other) => other.customerId === one.customerId && other.scoredAt > one.scoredAt + openFor),
        ),
        hold: ratedTickets.some((one) =>
          othersOf(one).some(
            ({ createdUs, closedUs }) =>
              createdUs / 1_000 < one.scoredAt && (closedUs ?? Infinity) / 1_000 >= one.scoredAt + openFor,
          ),
        ),
        blocklisted: ratedTickets.some(({ customerId, scoredAt }) => {
          const since = blocklisted.get(world.customers.get(customerId)?.email ?? '');
          return since !== undefined && since < scoredAt;
        }),
        late: ratedTickets.some(({ ticket, scoredAt }) => scoredAt - (ticket.closedUs ?? 0) / 1_000 > waitMs),
      }).toEqual({ cap: true, hold: true, blocklisted: true, late: true });
    },
  );

  it('when the seed is the same, the same happens; with another, something else', () => {
    expect(live(100).told).toEqual(live(100).told);
    expect(live(100).told).not.toEqual(live(100, { seed: 2 }).told);
  });

  it('when the world comes up again later, tickets that were left unfinished are carried on before new ones are opened', () => {
    const before = live(27);
    const left = [...before.world.tickets.values()].filter(
      ({ createdUs, status }) => createdUs > start * 1_000 && status === 'open',
    );
    const happened = JSON.parse(JSON.stringify(before.world.happened));
    const after = live(200, { happened, from: before.time + 86_400_000 });

    expect(left.length).toBeGreaterThan(0);
    for (const { id } of left) {
      expect(
        after.told
          .filter(({ text }) => parts(text)[0] === id)
          .map(({ text }) => parts(text)[1])
          .join('; '),
      ).toMatch(/closed by/);
    }
    expect(after.told[0]?.at).toBeGreaterThan(before.time + 86_000_000);
    const repeated = after.told.filter(({ text }) =>
      before.told.some((other) => other.text === text && text.includes('opened')),
    );
    expect(repeated).toEqual([]);
  });

  it('when nobody lives in the world, nothing happens and nothing fails', () => {
    const world = createWorld({ now: start, customers: 0, tickets: 0, surveys: 0 });
    const happenings: unknown[] = [];
    const beat = createBeat(world, { seed: 1, onHappening: (happening) => happenings.push(happening) });
    for (let n = 0; n < 20; n += 1) beat();

    expect(happenings).toEqual([]);
  });

  it('when it is stopped by its own listener, nothing more happens while another life goes on', async () => {
    const world = createWorld({ ...size, now: Date.now() });
    const liveUntil = (count: number) => {
      const happenings: unknown[] = [];
      const ended = new Promise<void>((resolve) => {
        const onHappening = (happening: unknown): void => {
          if (happenings.push(happening) !== count) return;
          simulation.stop();
          resolve();
        };
        const simulation = startSimulation(world, { seed: 1, pace: [1, 2], onHappening });
      });
      return { told: happenings, ended };
    };
    const first = liveUntil(3);
    await first.ended;
    await liveUntil(8).ended;

    expect(first.told).toHaveLength(3);
  });
});
