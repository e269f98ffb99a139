import { ConnectorError } from '../../domain/errors/connector-error';

/** One thing that is wrong with a configuration. Lines and columns count from 1; the sentence never repeats a secret. */
export interface ConfigProblem {
  /** Dotted, from the top of the file: `connectors.gorgias.csat.wait`. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly sentence: string;
}

/** More would push the first ones off the screen. */
const SHOWN_PROBLEMS = 50;

/** `tajo.yaml:12:11 csat.wait must be …`, as editors and terminals take for a place to go to. */
export function problemLine(fileName: string, { line, column, sentence }: ConfigProblem): string {
  return `${fileName}:${line}:${column} ${sentence}`;
}

/** One line a fault, in the order of the file. */
function formatProblems(fileName: string, problems: readonly ConfigProblem[]): string {
  const heading = problems.length === 1 ? `${fileName} has a fault:` : `${fileName} has ${problems.length} faults:`;
  const lines = problems.slice(0, SHOWN_PROBLEMS).map((problem) => `  ${problemLine(fileName, problem)}`);
  const more = problems.length > SHOWN_PROBLEMS ? [`  … and ${problems.length - SHOWN_PROBLEMS} more`] : [];
  return [heading, ...lines, ...more].join('\n');
}

/** @param warnings What is allowed and probably not meant, told after the faults. */
export function configInvalid(
  fileName: string,
  problems: readonly ConfigProblem[],
  warnings: readonly ConfigProblem[] = [],
): ConnectorError {
  const [first] = problems;
  const details = first === undefined ? {} : { details: { field: first.path } };
  const doubts = warnings.map((warning) => `  ! ${problemLine(fileName, warning)}`);
  const heading = doubts.length === 0 ? [] : ['Allowed, but probably not meant:'];
  return new ConnectorError(
    'config.invalid',
    [formatProblems(fileName, problems), ...heading, ...doubts].join('\n'),
    details,
  );
}

/** Top of the file first. */
export function inFileOrder(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  return problems.toSorted((a, b) => (a.line === b.line ? a.column - b.column : a.line - b.line));
}
