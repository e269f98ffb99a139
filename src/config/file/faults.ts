import { ConnectorError } from '../../domain/errors/connector-error';

/** One thing that is wrong with a configuration. Lines and columns count from 1; the sentence never repeats a secret. */
export interface ConfigFault {
  /** Dotted, from the top of the file: `connectors.gorgias.csat.wait`. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly sentence: string;
}

/** More would push the first ones off the screen. */
const SHOWN_FAULTS = 50;

/** `tajo.yaml:12:11 csat.wait must be …`, one line a fault, in the order of the file. */
function formatFaults(fileName: string, faults: readonly ConfigFault[]): string {
  const heading = faults.length === 1 ? `${fileName} has a fault:` : `${fileName} has ${faults.length} faults:`;
  const lines = faults
    .slice(0, SHOWN_FAULTS)
    .map((fault) => `  ${fileName}:${fault.line}:${fault.column} ${fault.sentence}`);
  const more = faults.length > SHOWN_FAULTS ? [`  … and ${faults.length - SHOWN_FAULTS} more`] : [];
  return [heading, ...lines, ...more].join('\n');
}

export function configInvalid(fileName: string, faults: readonly ConfigFault[]): ConnectorError {
  const [first] = faults;
  const details = first === undefined ? {} : { details: { field: first.path } };
  return new ConnectorError('config.invalid', formatFaults(fileName, faults), details);
}

/** Top of the file first. */
export function inFileOrder(faults: readonly ConfigFault[]): readonly ConfigFault[] {
  return faults.toSorted((a, b) => (a.line === b.line ? a.column - b.column : a.line - b.line));
}
