import type { Failure } from './failure';

/** As wide as `tajo: `. */
const INDENT = '      ';

/**
 * For a person: `tajo: <sentence>` and what to do, without any stack.
 *
 * @param columns of the terminal, at which lines are broken between words; null: none is, as for a pipe that a program reads. What is to be
 * pasted stays in one line.
 */
export function failureLines(
  { message, nextStep }: Pick<Failure, 'message' | 'nextStep'>,
  columns: number | null,
): string[] {
  const lines = [...`tajo: ${message}`.split('\n'), ...(nextStep === null ? [] : `${INDENT}${nextStep}`.split('\n'))];
  return columns === null ? lines : lines.flatMap((line) => broken(line, Math.max(columns, LEAST_COLUMNS)));
}

/** Narrower ones are not used: there nothing could be read. */
const LEAST_COLUMNS = 40;

function broken(line: string, columns: number): string[] {
  if (line.length <= columns) return [line];
  const own = /^(?:tajo: | *)/.exec(line)?.[0] ?? '';
  const indent = ' '.repeat(own.length);
  const lines: string[] = [];
  let current = own;
  for (const word of wordsOf(line.slice(own.length))) {
    const isFirst = current === own || current === indent;
    if (isFirst || current.length + 1 + word.length <= columns)
      current = isFirst ? current + word : `${current} ${word}`;
    else {
      lines.push(current);
      current = indent + word;
    }
  }
  return [...lines, current];
}

/** A command between backticks, or one that ends the line, is one word. */
const WHOLE = /`[^`]*`|(?<=: )(?:npx|npm|tajo|export|docker) .*$/g;

function wordsOf(text: string): readonly string[] {
  const glued = text.replaceAll(WHOLE, (command) => command.replaceAll(' ', GLUE));
  return glued.split(' ').map((word) => word.replaceAll(GLUE, ' '));
}

const GLUE = '\u{E000}';
