import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { eachRecord, type RecordsDone } from '../../src/activities/each-record';
import type { ActivityMemory } from '../../src/activities/deps';
import { ConnectorError, type ErrorCode } from '../../src/domain/errors/connector-error';
import { PATIENT_TRIES } from '../../src/domain/errors/dispositions';

const TRIES_ALONE = 20;
const logger = new DefaultLogger('ERROR');

/** A slice over these records; what each answers is looked up with each try. */
class Slice {
  readonly tried: string[] = [];
  readonly without: string[] = [];
  /** When Brevo last answered anybody, milliseconds since 1970; null: in an outage nobody is answered. */
  answeredAt: number | null = null;
  private readonly memory: ActivityMemory = {
    mappings: new Map(),
    makingLists: new Map(),
    refusedTags: new Map(),
    tries: new Map(),
    pageSizes: new Map(),
  };

  constructor(private readonly answers: Readonly<Record<string, ErrorCode | 'fine' | 'left'>>) {}

  run(): Promise<RecordsDone> {
    this.tried.length = 0;
    const deps = { memory: this.memory, answeredAt: () => this.answeredAt, now: () => new Date() };
    const work = (item: string): Promise<'left' | 'worked'> => {
      this.tried.push(item);
      const answer = this.answers[item] ?? 'fine';
      if (answer === 'fine' || answer === 'left') return Promise.resolve(answer === 'left' ? 'left' : 'worked');
      return Promise.reject(new ConnectorError(answer, item));
    };
    const items = Object.keys(this.answers);
    const without = (item: string): Promise<void> => Promise.resolve(void this.without.push(item));
    return new MockActivityEnvironment({}, { logger }).run(() =>
      eachRecord(deps, { account: 'shop', items, about: (item) => item, work, without }),
    );
  }
}

const DOWN = 'brevo.unavailable';

describe('a slice over records, one of which fails', () => {
  it('goes on with the next one, and says that one is left', async () => {
    const slice = new Slice({ odd: DOWN, next: 'fine', last: 'fine' });

    expect(await slice.run()).toEqual({ done: 2, all: false });
    expect([slice.tried, slice.without]).toEqual([['odd', 'next', 'last'], []]);
  });

  it('goes on, too, where what failed may be everybody’s and is not tried again by itself, and sets it aside when it stays', async () => {
    const slice = new Slice({ odd: 'brevo.no_credits', next: 'fine' });
    for (let tries = 1; tries < PATIENT_TRIES; tries += 1) expect(await slice.run()).toEqual({ done: 1, all: false });
    slice.answeredAt = Date.now();

    expect(await slice.run()).toEqual({ done: 2, all: true });
    expect(slice.without).toEqual(['odd']);
    const everybody = new Slice({ one: 'brevo.no_credits', two: 'brevo.no_credits', three: 'fine' });
    await expect(everybody.run()).rejects.toMatchObject({ code: 'brevo.no_credits' });
  });

  it('sets aside at once what is the record’s own, and has done them all', async () => {
    const slice = new Slice({ odd: 'brevo.rejected', next: 'fine' });

    expect(await slice.run()).toEqual({ done: 2, all: true });
    expect(slice.without).toEqual(['odd']);
  });

  it('ends with the second failure in a row, which is no record’s: with an error where nothing was done', async () => {
    const nothing = new Slice({ one: DOWN, two: DOWN, three: 'fine' });
    await expect(nothing.run()).rejects.toMatchObject({
      code: DOWN,
      message: expect.stringContaining('one') as string,
    });
    expect(nothing.tried).toEqual(['one', 'two']);

    const something = new Slice({ zero: 'fine', one: DOWN, two: DOWN, three: 'fine' });
    expect(await something.run()).toEqual({ done: 1, all: false });
    expect(something.tried).toEqual(['zero', 'one', 'two']);
  });

  it('takes nobody for odd in an outage, however long, and whoever fails while others are answered for odd in the end', async () => {
    const slice = new Slice({ odd: DOWN, next: 'fine' });
    for (let run = 1; run <= 3 * TRIES_ALONE; run += 1) await slice.run();
    expect(slice.without).toEqual([]);

    slice.answeredAt = Date.now();
    expect(await slice.run()).toEqual({ done: 2, all: true });
    expect(slice.without).toEqual(['odd']);

    const fresh = new Slice({ odd: DOWN, next: 'fine' });
    fresh.answeredAt = Date.now() + 60_000;
    for (let run = 1; run < PATIENT_TRIES; run += 1) expect((await fresh.run()).all).toBe(false);
    expect((await fresh.run()).all).toBe(true);
  });

  it('waits longer where the record is the only one, for nothing shows whether others are answered', async () => {
    const slice = new Slice({ odd: DOWN });
    for (let run = 1; run < TRIES_ALONE; run += 1) await expect(slice.run()).rejects.toMatchObject({ code: DOWN });

    expect(await slice.run()).toEqual({ done: 1, all: true });
    expect(slice.without).toEqual(['odd']);
  });

  it('does not take for mended what somebody else was at meanwhile: it is odd in the end all the same', async () => {
    const answers: Record<string, ErrorCode | 'fine' | 'left'> = { odd: DOWN, next: 'fine' };
    const slice = new Slice(answers);
    slice.answeredAt = Date.now() + 60_000;
    for (let run = 1; run < PATIENT_TRIES; run += 1) {
      answers['odd'] = DOWN;
      expect((await slice.run()).all).toBe(false);
      answers['odd'] = 'left';
      expect((await slice.run()).all).toBe(true);
    }

    answers['odd'] = DOWN;
    await slice.run();
    expect(slice.without).toEqual(['odd']);
  });

  it('ends at once by what a person must mend, with nobody set aside', async () => {
    const slice = new Slice({ zero: 'fine', odd: 'auth.brevo_refused', next: 'fine' });

    await expect(slice.run()).rejects.toMatchObject({ code: 'auth.brevo_refused' });
    expect([slice.tried, slice.without]).toEqual([['zero', 'odd'], []]);
  });
});
