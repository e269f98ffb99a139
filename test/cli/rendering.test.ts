import { waitingWords } from '../../packages/sdk/contract/waiting-words';
import fc from 'fast-check';
import { PassThrough } from 'node:stream';
import { once } from 'node:events';
import { CommanderError } from 'commander';
import { sayIfSlow } from '../../packages/sdk/cli/say-if-slow';
import { ioInto } from './bare-context';
import { failureLines } from '../../src/domain/errors/failure-lines';
import { toFailure } from '../../packages/sdk/cli/failure';
import { createBar } from '../../packages/sdk/cli/output/bar';
import { duration } from '../../packages/sdk/cli/output/figures';
import { createLines } from '../../packages/sdk/cli/output/lines';
import { allowedLines, erasingSentence, receiptLines } from '../../packages/sdk/cli/output/privacy';
import type { Erasure } from '../../packages/sdk/client/privacy';
import { sparedPieces } from '../../packages/sdk/contract/spared-words';
import { progressFigures } from '../../packages/sdk/cli/output/progress-figures';
import { createPaint } from '../../packages/sdk/cli/paint';
import { progressOf } from '../api/scripted-runs';

describe('the progress views', () => {
  it('when the sentence changes quickly, a line comes at most every two seconds and the last one is not lost', () => {
    let now = 0;
    const lines: string[] = [];
    const view = createLines({ write: (line) => lines.push(line.split(' (')[0] ?? ''), now: () => now });

    for (const [at, sentence] of [[0, 'a'], [500, 'b'], [1000, 'c'], [2000, 'c'], [5000, 'c'], [5500, 'd']] as const) {
      now = at;
      view.update(progressOf(sentence));
    } // prettier-ignore
    view.end();
    view.end();

    expect(lines).toEqual(['a', 'c', 'd']);
  });

  it('whatever the progress and the terminal, the bar draws lines that fit and leaves the cursor visible', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 30 }),
        fc.option(fc.double({ min: -50, max: 500, noNaN: true })),
        fc.string(),
        (columns, rows, percent, sentence) => {
          const stream = new PassThrough();
          const bar = createBar({ stream, columns: () => columns, rows: () => rows, paint: createPaint(false) });
          bar.update(progressOf(sentence, { percent }));
          bar.end();
          const drawn = String(stream.read());
          const plain = drawn.replace(/\u001b\[[?\d;]*[A-Za-z]/g, '');

          expect(plain.split('\n').length).toBeLessThanOrEqual(Math.max(3, rows));
          for (const line of plain.split('\n')) expect(Array.from(line).length).toBeLessThan(Math.max(24, columns));
          expect(drawn.endsWith('\u001b[?25h')).toBe(true);
        },
      ),
    );
  });

  it('of a run that has ended well the bar is full, also where its last state was not seen, and nothing waits any more', () => {
    const stream = new PassThrough();
    const bar = createBar({ stream, columns: () => 80, rows: () => 24, paint: createPaint(false) });
    bar.update(progressOf('waiting for Brevo', { percent: 99, etaSeconds: 3, budgetLeft: 31 }));
    stream.read();

    bar.end('done');

    expect(String(stream.read())).toMatch(/100 %, budget 31\n?[^]*done\n/);
  });

  it('a run that stands still shows no budget: what it saw last has filled since', () => {
    const figures = (state: 'running' | 'waiting' | 'paused') =>
      progressFigures(progressOf('x', { state, budgetLeft: 11 }));

    expect(figures('running')).toContain('budget 11');
    expect([...figures('waiting'), ...figures('paused')].join()).not.toContain('budget');
  });

  it('shows a bar for each list and one for all, in columns that stay apart, and no figure before there is one', () => {
    const stream = new PassThrough();
    const list = (name: string, over: object) => ({
      name,
      pages: 0,
      rows: 0,
      expectedRows: null,
      done: false,
      ...over,
    });
    createBar({ stream, columns: () => 80, rows: () => 24, paint: createPaint(false) }).update(
      progressOf('reading customers: page 2, 200 rows', {
        resources: [
          list('tickets', { pages: 8, rows: 800, expectedRows: 780, done: true }),
          list('satisfaction_surveys', { pages: 1, rows: 1, expectedRows: 120, done: true }),
          list('customers', { pages: 2, rows: 200, expectedRows: 400 }),
          list('messages', { expectedRows: 350 }),
        ],
        ...{ expectedDetails: 80, published: 0, unchanged: 0, due: 200 },
      }),
    );
    const drawn = String(stream.read()).replace(/\u001b\[[?\d;]*[A-Za-z]/g, '');

    expect(drawn.split('\n')).toEqual([
      'tags, agents, fields  ████████████████████  read',
      'tickets               ████████████████████  800 records, 8 pages',
      'surveys               ████████████████████  1 record, 1 page',
      'customers             ██████████░░░░░░░░░░  200 of about 400',
      'messages              ░░░░░░░░░░░░░░░░░░░░  about 350',
      'details               ░░░░░░░░░░░░░░░░░░░░  about 80',
      'contacts                                    0 written, 200 to look at',
      'all                   ████████░░░░░░░░░░░░  40 %, budget 31, 2 min left',
      'reading customers: page 2, 200 rows',
    ]);
  });

  it('when a sentence carries terminal commands, they are not obeyed', () => {
    const stream = new PassThrough();
    createBar({ stream, columns: () => 80, rows: () => 24, paint: createPaint(false) }).update(
      progressOf('\u001b[2Jgone\u0007'),
    );
    expect(String(stream.read())).not.toContain('\u001b[2J');
  });
});

it.each([[0, '0 s'], [59.6, '60 s'], [89, '89 s'], [90, '2 min'], [3599, '1 h 00 min'], [3900, '1 h 05 min'], [-5, '0 s']])(
  'when %d seconds are told, they read as %s',
  (seconds, words) => expect(duration(seconds)).toBe(words),
); // prettier-ignore

it('when an error is not known, one sentence points to --debug and nothing of the error is shown', () => {
  const failure = toFailure(new TypeError('canary'));

  expect(failure.exitCode).toBe(1);
  expect(failureLines(failure, null).join('\n')).toContain('--debug');
  expect(JSON.stringify(failure)).not.toContain('canary');
});

it('when an unknown flag carries a value, the value is not repeated', () => {
  const thrown = new CommanderError(1, 'commander.unknownOption', "error: unknown option '--key=canary'");
  expect(toFailure(thrown)).toMatchObject({
    exitCode: 2,
    message: "there is no option '--key' here that takes a value.",
  });
});

describe('the receipt of an erasure', () => {
  it('says that somebody was allowed already', () => {
    const allowed = { account: 'yourstore', erasure: { ...erasure, allowedAt: at } };
    const said = (already: boolean): string => allowedLines({ ...allowed, already }, createPaint(false)).join();

    expect(said(false)).toMatch(/^✓ The next full sync/);
    expect(said(true)).toMatch(/^This address was allowed already, at 2026-11-29 10:00/);
  });

  const at = '2026-11-29T10:00:00.000000Z';
  const erasure: Erasure = {
    ...{ account: 'yourstore', person: 'a'.repeat(40), state: 'erased', shutAt: at, storeAt: at, erasedAt: at },
    ...{ allowedAt: null, rowsDeleted: 3, deleted: { tickets: 3 }, historyKeys: 1, workflowsEnded: 1, gorgiasAt: at },
    ...{ brevo: { asked: true, at, end: 'deleted', againAt: null, importsUnderWay: 0 }, outOfReach: [] },
  };
  const brevo = (over: Partial<Erasure['brevo']>): Erasure => ({ ...erasure, brevo: { ...erasure.brevo, ...over } });

  it('says when an import in Brevo is waited for, and that the contact was deleted again after it', () => {
    expect(erasingSentence(brevo({ at: null, end: null }))).toBe('deleted here; Brevo is being asked …');
    expect(erasingSentence(brevo({ importsUnderWay: 1 }))).toMatch(
      /^deleted here and in Brevo; an import under way there/,
    );
    expect(receiptLines(erasure, createPaint(false)).join()).not.toContain('again');
    expect(receiptLines(brevo({ asked: false }), createPaint(false)).join('\n')).toContain(
      'The contact was deleted in Brevo already, by an erasure before this one (2026-11-29 10:00',
    );
    expect(receiptLines(erasure, createPaint(false)).join(' ')).toContain('Numbers count the person no more');
    expect(receiptLines(brevo({ againAt: at }), createPaint(false)).join('\n')).toMatch(
      /deleted in Brevo .*\n {2}An import was still under way: deleted again when it had ended \(/,
    );
  });
});

it('when no worker answers for some seconds, that is said while it is waited, and what comes then is the answer', async () => {
  const stream = new PassThrough();
  const said = once(stream, 'data').then(([line]) => String(line));

  expect(await sayIfSlow({ io: ioInto(stream) }, said)).toMatch(
    /If none runs [\s\S]* gives up after two minutes and changes\s+nothing/,
  );
});

describe('the page says of campaigns that did not leave', () => {
  const skipped = (rule: string, ends: number, over: object = {}) =>
    ({
      outcome: 'satisfied',
      campaign: 'upsell',
      fate: 'skipped',
      rule,
      reason: `${rule} it was`,
      ends,
      ...over,
    }) as const;
  const words = (...fates: ReturnType<typeof skipped>[]) =>
    sparedPieces(fates)
      .map(({ text }) => text)
      .join('');
  const links = (...fates: ReturnType<typeof skipped>[]) =>
    sparedPieces(fates).flatMap(({ text, query }) => (query === undefined ? [] : [[text, query]]));

  it('each reason with its own number, and the rarer ones as one', () => {
    const [cap, open, left, late] = [skipped('cap', 5), skipped('open', 1_200), skipped('left', 2), skipped('late', 1)];
    const other = skipped('cap', 3, { campaign: 'sorry' });

    expect(words()).toBe('');
    expect(words(cap, skipped('not_expired', 2, { fate: 'given-up' }))).toBe(
      ', 2 were given up, 5 were spared: cap it was',
    );
    expect(words(cap)).toBe(', 5 were spared: cap it was');
    expect(words(late)).toBe(', 1 was spared: late it was');
    expect(words(late, skipped('once_per_ticket', 3))).toBe(', 1 was spared: late it was, 3 had had one before');
    expect(words(cap, other, left)).toBe(', 10 were spared: cap it was (8) and left it was (2)');
    expect(words(late, cap, other, open, left)).toBe(
      ', 1,211 were spared: open it was (1,200), cap it was (8), left it was (2) and 1 for other reasons',
    );
  });

  it('with a link where the list behind it has as many', () => {
    const [cap, other] = [skipped('cap', 5), skipped('cap', 3, { campaign: 'sorry' })];
    const shared = { fate: 'skipped', rule: 'cap', outcome: 'satisfied' };

    expect(links(skipped('refused', 1, { fate: 'given-up' }))).toEqual([['1', { fate: 'given-up' }]]);
    expect(links(cap)).toEqual([['5', { ...shared, campaign: 'upsell' }]]);
    expect(links(cap, other)).toEqual([['8', { ...shared, campaign: null }]]);
    expect(links(cap, other, skipped('cap', 1, { campaign: null }))).toEqual([]);
  });
});

test.each([
  [3, '12 open, 3 snoozed, 40 for an answer or their time, 2 held'],
  // A connector of an earlier release has counted them with the others.
  [null, '15 open or snoozed, 40 for an answer or their time, 2 held'],
])('of tickets that wait, those that sleep are told apart where %s were counted', (snoozed, parts) => {
  const tickets = [
    { stage: 'held', tickets: 2, snoozed: 0 },
    { stage: 'open', tickets: 15, snoozed },
    { stage: 'waiting', tickets: 40, snoozed: 0 },
  ] as const;

  expect(waitingWords([...tickets], String)).toEqual({ all: 57, parts });
});
