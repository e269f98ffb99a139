import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, type Figure, megabytes, printFigures, say } from '../figures';
import { type Footprint, footprintOf } from '../footprint';
import { type Harness, type Memory, NO_LIMITS, openHarness } from '../harness';
import type { SandboxProcess } from '../sandbox-process';
import { countWaiting, readLists, signalTickets } from '../ticket-workflows';
import { refusedKey } from './refused-key';

/** `BENCH_WAITING=1000,20000`: how many wait at each look. */
const COUNTS = (process.env['BENCH_WAITING'] ?? '250,1000,4000').split(',').map(Number);
/** `BENCH_WAITING_SECONDS=1200`: after these the last look is taken, at as many as wait then, and after as many more nobody else hears of the key. */
const LONGEST_MS = Number(process.env['BENCH_WAITING_SECONDS'] ?? 'Infinity') * 1_000;
/** `BENCH_WAITING_OPENED=after` the installation: then each ticket is told of on a timeline before it waits, which takes longer. */
const OPENED = process.env['BENCH_WAITING_OPENED'] ?? 'before';
/** `BENCH_WAITING_REFUSED=2000`: of how many something is heard while the key is refused; by default of all. */
const REFUSED = Number(process.env['BENCH_WAITING_REFUSED'] ?? 'Infinity');
/** So many are begun and do not wait yet: the worker always has something to do, and little is begun in vain when the time is over. */
const UNDER_WAY = 400;
/** The first look that is compared with the last: before, the cache of 250 workflows and the heap of the thread that runs them fill. */
const FULL = 1_000;
const SIZE = { customers: 200, tickets: 400, surveys: 10 };

/** What a worker holds while few and while many tickets wait, what one of them costs, and what a refused key asks for all of them. */
export async function waiting(): Promise<readonly Figure[]> {
  const most = Math.max(...COUNTS);
  let ids: readonly number[] = [];
  const open = async (sandbox: SandboxProcess): Promise<void> => {
    ids = await openTickets(sandbox, most);
  };
  const opened = OPENED === 'before' ? { before: open } : {};
  const harness = await openHarness({ size: SIZE, rate: NO_LIMITS, enrich: 'none', ...opened });
  try {
    if (OPENED !== 'before') await open(harness.sandbox);
    say(`             ${String(most)} tickets are open`);
    await readLists(harness);
    const looks = [await lookAt(harness, 0)];
    const filling = new Filling(harness, ids);
    for (const count of COUNTS) {
      await filling.upTo(count);
      const look = await lookAt(harness, filling.waiting);
      printFigures('waiting', figuresOf(look, looks.at(-1) ?? look));
      looks.push(look);
      if (filling.isOver()) break;
    }
    return [...compare(looks), ...(await refusedKey(harness, filling.begun().slice(0, REFUSED), LONGEST_MS))];
  } finally {
    await harness.end();
  }
}

interface Look {
  readonly waiting: number;
  readonly begunAt: number;
  readonly endedAt: number;
  readonly memory: Memory;
  readonly processorMs: number;
  readonly temporal: Footprint;
  readonly postgres: Footprint;
}

async function lookAt(harness: Harness, count: number): Promise<Look> {
  const begunAt = Date.now();
  await sleep(5_000);
  return {
    ...{ waiting: count, begunAt, memory: await harness.memory(), processorMs: harness.processorMs() },
    temporal: footprintOf(harness.temporal),
    postgres: footprintOf(harness.postgres),
    endedAt: Date.now(),
  };
}

function figuresOf(look: Look, before: Look): readonly Figure[] {
  const begun = look.waiting - before.waiting;
  const each = (of: (look: Look) => number): string => `${((of(look) - of(before)) / begun).toFixed(0)} ms`;
  const seconds = (look.begunAt - before.endedAt) / 1_000;
  const of = `${String(look.waiting)} waiting`;
  return [
    { name: `worker: resident memory, ${of}`, value: megabytes(look.memory.rss) },
    { name: `worker: heap of the main thread, ${of}`, value: megabytes(look.memory.heapUsed) },
    { name: `Temporal: memory, ${of}`, value: megabytes(look.temporal.memory) },
    { name: `Temporal: files, ${of}`, value: megabytes(look.temporal.disk) },
    { name: `Postgres: memory, ${of}`, value: megabytes(look.postgres.memory) },
    { name: `Postgres: tables, ${of}`, value: megabytes(look.postgres.disk) },
    {
      name: `begin to wait, from ${String(before.waiting)} to ${of}`,
      value: `${(begun / seconds).toFixed(1)} a second`,
    },
    { name: 'processor time for each: worker', value: each(({ processorMs }) => processorMs) },
    { name: 'processor time for each: Temporal', value: each(({ temporal }) => temporal.processorMs) },
    { name: 'processor time for each: Postgres', value: each(({ postgres }) => postgres.processorMs) },
  ];
}

/** The last look against the first at which the worker's cache is full, and by how much each more that waits makes everything larger. */
function compare(looks: readonly Look[]): readonly Figure[] {
  const few = looks.find((look) => look.waiting >= FULL) ?? looks[1];
  const many = looks.at(-1);
  if (few === undefined || many === undefined) throw new Error('nobody is to wait');
  const figures = looks.slice(1).flatMap((look, index) => figuresOf(look, looks[index] ?? look));
  if (many === few) return figures;
  const each = (of: (look: Look) => number): string =>
    `${((of(many) - of(few)) / (many.waiting - few.waiting) / 1_000).toFixed(1)} kB`;
  const from = `from ${String(few.waiting)} to ${String(many.waiting)} waiting`;
  const ratio = many.memory.rss / few.memory.rss;
  return [
    ...figures,
    { name: `worker: resident memory, ${from}`, value: ratio.toFixed(2), target: atMost(1.2, ratio) },
    {
      name: `worker: heap of the main thread, ${from}`,
      value: (many.memory.heapUsed / few.memory.heapUsed).toFixed(2),
    },
    { name: 'for each more: heap of the worker’s main thread', value: each(({ memory }) => memory.heapUsed) },
    { name: 'for each more: resident memory of the worker', value: each(({ memory }) => memory.rss) },
    { name: 'for each more: memory of Temporal', value: each(({ temporal }) => temporal.memory) },
    { name: 'for each more: files of Temporal', value: each(({ temporal }) => temporal.disk) },
    { name: 'for each more: memory of Postgres', value: each(({ postgres }) => postgres.memory) },
    { name: 'for each more: tables of Postgres', value: each(({ postgres }) => postgres.disk) },
  ];
}

/** Begins the workflows of tickets, and knows how many of them have looked once and wait. */
class Filling {
  waiting = 0;
  private signalled = 0;
  private readonly deadline = Date.now() + LONGEST_MS;
  private saidAt = 0;

  constructor(
    private readonly harness: Harness,
    private readonly ids: readonly number[],
  ) {}

  isOver = (): boolean => Date.now() > this.deadline;
  begun = (): readonly number[] => this.ids.slice(0, this.signalled);

  /** Until so many wait; when the time is over until all wait that were begun. */
  async upTo(count: number): Promise<void> {
    while (this.waiting < (this.isOver() ? this.signalled : count)) {
      const next = Math.min(count, this.waiting + UNDER_WAY);
      if (!this.isOver() && next > this.signalled) {
        await signalTickets(this.harness, this.ids.slice(this.signalled, next), 'backfill');
        this.signalled = next;
      }
      await sleep(this.pauseMs());
      this.waiting = (await countWaiting(this.harness)) ?? this.waiting;
      this.say(count);
    }
  }

  /** The server counts by reading them all: with many waiting it would do little else. */
  private pauseMs(): number {
    return Math.min(10_000, Math.max(1_000, this.waiting / 4));
  }

  private say(count: number): void {
    if (Date.now() - this.saidAt < 30_000) return;
    this.saidAt = Date.now();
    say(`             ${String(this.waiting)} of ${String(count)} wait`);
  }
}

async function openTickets(sandbox: SandboxProcess, count: number): Promise<readonly number[]> {
  const ids: number[] = [];
  while (ids.length < count) {
    const made = await sandbox.change(
      Array.from({ length: 500 }, (_, index) => ({
        ...{ do: 'openTicketByNewcomer' as const, email: `w-${String(ids.length + index)}@customer.example.com` },
      })),
    );
    ids.push(...made);
  }
  return ids.slice(0, count);
}
