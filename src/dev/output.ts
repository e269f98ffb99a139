import type { SyncTotals } from '../../packages/sdk/client/types';
import type { Connector } from './connector';

/** What `npm start` says: sentences for a person, or two JSON lines on standard output for a program. */
export interface StartOutput {
  print(line: string): void;
  error(line: string): void;
  ready(connector: Connector): void;
  finished(totals: SyncTotals): void;
  /** What a reader may do while the connector stays up. */
  staysUp(): void;
  /** Where progress is drawn; standard output belongs to the program with `--json`. */
  readonly screen: NodeJS.WriteStream;
}

export function createOutput(json: boolean): StartOutput {
  const screen = json ? process.stderr : process.stdout;
  const print = (line: string): void => void screen.write(`${line}\n`);
  const answer = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
  return {
    screen,
    print,
    error: (line) => void process.stderr.write(`${line}\n`),
    ready(connector) {
      if (json)
        answer({
          ready: true,
          api: connector.url,
          temporal: connector.temporal,
          ui: connector.ui,
          home: connector.home,
        });
      else for (const line of readyLines(connector)) print(line);
    },
    finished(totals) {
      if (json) answer({ finished: true, totals });
      else for (const line of finishedLines(totals)) print(line);
    },
    staysUp() {
      if (!json) for (const line of NEXT) print(line);
    },
  };
}

function readyLines(connector: Connector): readonly string[] {
  return [
    '',
    `Ready. ${connector.sandbox ? 'A sandbox Gorgias and Brevo stand in for the real ones.' : `Connected to ${connector.account}.gorgias.com.`}`,
    `  API           ${connector.url}`,
    `  Temporal      ${connector.temporal}`,
    ...(connector.ui === null ? [] : [`  Temporal UI   ${connector.ui}`]),
    `  State         ${connector.home}`,
    ...(connector.logFile === null ? [] : [`  Log           ${connector.logFile}`]),
    '',
    `Full sync of ${connector.account}:`,
  ];
}

function finishedLines(totals: SyncTotals): readonly string[] {
  const { published, unchanged, held, pages, rows, requests, enriched, seconds } = totals;
  return [
    '',
    `Done in ${String(Math.round(seconds))} s: ${String(published)} contacts written to Brevo, ${String(unchanged)} unchanged, ${String(held)} held back.`,
    `Read ${String(rows)} rows on ${String(pages)} pages and the details of ${String(enriched)} customers`,
    `with ${String(requests)} requests to Gorgias.`,
  ];
}

const NEXT: readonly string[] = [
  '',
  'What to type next, in another terminal in this folder:',
  '  npx tajo connectors status gorgias            what is known, what waits',
  '  npx tajo connectors quarantine gorgias        the records that were put aside',
  '  npx tajo connectors events gorgias --follow   what goes to Brevo, as it goes',
  '  npx tajo why NUMBER                           the story of the ticket NUMBER',
  '  npx tajo connectors sync gorgias              again: writes only what changed',
  'Ctrl-C stops everything; the next start goes on where it stopped.',
];
