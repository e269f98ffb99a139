import fc from 'fast-check';
import { PassThrough } from 'node:stream';
import { CommanderError } from 'commander';
import { failureLines } from '../../src/domain/errors/failure';
import { toFailure } from '../../packages/sdk/cli/failure';
import { createBar } from '../../packages/sdk/cli/output/bar';
import { duration } from '../../packages/sdk/cli/output/figures';
import { createLines } from '../../packages/sdk/cli/output/lines';
import { createPaint } from '../../packages/sdk/cli/paint';
import { progressOf } from '../api/scripted-connector';

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

  it('whatever the progress and the width, the bar draws two lines that fit and leaves the cursor visible', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.option(fc.double({ min: -50, max: 500, noNaN: true })),
        fc.string(),
        (columns, percent, sentence) => {
          const stream = new PassThrough();
          const bar = createBar({ stream, columns: () => columns, paint: createPaint(false) });
          bar.update(progressOf(sentence, { percent }));
          bar.end();
          const drawn = String(stream.read());
          const plain = drawn.replace(/\u001b\[[?\d;]*[A-Za-z]/g, '');

          expect(plain.split('\n')).toHaveLength(3);
          for (const line of plain.split('\n')) expect(Array.from(line).length).toBeLessThan(Math.max(24, columns));
          expect(drawn.endsWith('\u001b[?25h')).toBe(true);
        },
      ),
    );
  });

  it('when a sentence carries terminal commands, they are not obeyed', () => {
    const stream = new PassThrough();
    createBar({ stream, columns: () => 80, paint: createPaint(false) }).update(progressOf('\u001b[2Jgone\u0007'));
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
  expect(failureLines(failure).join('\n')).toContain('--debug');
  expect(JSON.stringify(failure)).not.toContain('canary');
});

it('when an unknown flag carries a value, the value is not repeated', () => {
  const thrown = new CommanderError(1, 'commander.unknownOption', "error: unknown option '--key=canary'");
  expect(toFailure(thrown)).toMatchObject({ exitCode: 2, message: "unknown option '--key'." });
});
