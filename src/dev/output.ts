import { count, counted, duration } from '../../packages/sdk/cli/output/figures';
import { WIDTH, wrap } from '../../packages/sdk/cli/output/wrap';
import type { ConnectionCheck, SyncTotals } from '../../packages/sdk/client/types';
import type { Connector } from './connector';
import type { MainJobEnd } from './first-sync';

/** What `npm start` says: sentences for a person, or two JSON lines on standard output for a program. */
export interface StartOutput {
  print(line: string): void;
  /** A sentence of any length, broken between words. */
  note(sentence: string): void;
  error(line: string): void;
  ready(connector: Connector): void;
  /** What came of asking the vendors. */
  tried(checks: readonly ConnectionCheck[]): void;
  /** The main job begins. */
  begins(account: string): void;
  /** How it ended. */
  finished(end: MainJobEnd): void;
  /** One line of the sandbox' life, broken between words. */
  lived(line: string): void;
  /** What a reader may do while the connector stays up. @param isOff a sync would be refused */
  staysUp(connector: Pick<Connector, 'sandbox' | 'home'>, isOff?: boolean): void;
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
    note: (sentence) => {
      for (const line of wrap(sentence, WIDTH)) print(line);
    },
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
    tried(checks) {
      if (!json) for (const line of triedLines(checks)) print(line);
    },
    begins(account) {
      if (!json) print(`\nFull sync of ${account}:`);
    },
    finished(end) {
      if (end.totals !== null) {
        if (json) answer({ finished: true, totals: end.totals });
        else for (const line of finishedLines(end.totals)) print(line);
        return;
      }
      if (json) answer({ finished: false, ...end });
      const isFailure = end.code !== 'account.off';
      for (const line of wrap(end.reason, WIDTH)) {
        if (isFailure) process.stderr.write(`${line}\n`);
        else if (!json) print(line);
      }
    },
    lived(line) {
      for (const part of lifeLines(line, screen.isTTY ? screen.columns : Number.POSITIVE_INFINITY)) print(part);
    },
    staysUp(connector, isOff = false) {
      if (!json) for (const line of nextLines(connector, isOff)) print(line);
    },
  };
}

/** `18:31:08  ` */
const LIFE_INDENT = 10;

function lifeLines(line: string, columns: number): readonly string[] {
  const head = /^(?:\d\d:\d\d:\d\d {2}| {10})/.exec(line)?.[0] ?? '';
  const text = line.slice(head.length);
  if (line.length <= columns) return [line];
  return wrap(text, columns - head.length).map(
    (part, index) => `${index === 0 ? head : ' '.repeat(LIFE_INDENT)}${part}`,
  );
}

function readyLines(connector: Connector): readonly string[] {
  return [
    '',
    `Ready. ${connector.sandbox !== null ? 'A sandbox Gorgias and Brevo stand in for the real ones.' : `It works for ${connector.account}.gorgias.com.`}`,
    ...consoleLines(connector.consoleLink),
    `  API           ${connector.url}`,
    `  Temporal      ${connector.temporal}`,
    // The command `temporal` looks at the usual port.
    ...(connector.temporal.endsWith(':7233') ? [] : [`                export TEMPORAL_ADDRESS=${connector.temporal}`]),
    ...(connector.ui === null ? [] : [`  Temporal UI   ${connector.ui}`]),
    ...(connector.sandbox === null
      ? []
      : [`  Gorgias       ${connector.sandbox.gorgias}`, `  Brevo         ${connector.sandbox.brevo}`]),
    `  State         ${connector.home}`,
    ...(connector.logFile === null ? [] : [`  Log           ${connector.logFile}`]),
  ];
}

/** A link that is cut at the end of a line can be neither clicked nor copied. */
function consoleLines(link: string): readonly string[] {
  const line = `  Console       ${link}`;
  return line.length <= WIDTH ? [line] : ['  Console, signed in (once, for ten minutes):', `  ${link}`];
}

const WAITS = 'The sync waits for what is refused';
const ASKS_AGAIN = 'The sync asks again and again';

function isRefused(failed: readonly ConnectionCheck[]): boolean {
  return failed.some(({ code }) => code?.startsWith('auth.') === true);
}

function triedLines(checks: readonly ConnectionCheck[]): readonly string[] {
  const failed = checks.filter(({ ok }) => !ok);
  if (failed.length === 0) return ['', '✓ Gorgias and Brevo answer, and accept the keys.'];
  // Said once the sync is asked for.
  if (failed.some(({ code }) => code === 'account.off')) return [];
  return [
    '',
    ...failed.flatMap(({ sentence }) => wrap(`✗ ${sentence}`, WIDTH)),
    ...wrap(`${isRefused(failed) ? WAITS : ASKS_AGAIN}, and goes on by itself once it is mended.`, WIDTH),
    ...(isRefused(failed) ? ['Another key: npx tajo connectors rotate-key gorgias --help'] : []),
  ];
}

function finishedLines(totals: SyncTotals): readonly string[] {
  const { published, unchanged, held, pages, rows, requests, enriched, seconds } = totals;
  return [
    '',
    `Done in ${duration(seconds)}: ${counted(published, 'contact')} written to Brevo, ${count(unchanged)} unchanged, ${count(held)} held back.`,
    `Read ${counted(rows, 'record')} on ${counted(pages, 'page')} and the details of ${counted(enriched, 'customer')};`,
    `meanwhile ${counted(requests, 'request')} to Gorgias.`,
  ];
}

const nextLines = ({ sandbox, home }: Pick<Connector, 'sandbox' | 'home'>, isOff: boolean): readonly string[] => [
  ...(sandbox === null || sandbox.policy === null ? [] : ['', ...wrap(sandbox.policy, WIDTH)]),
  '',
  'What to type next, in another terminal in this folder:',
  // Commands look for the usual home.
  ...(home === '.tajo' ? [] : [`  export TAJO_HOME="${home}"`]),
  '  npx tajo open                                 the console, signed in',
  '  npx tajo connectors status gorgias            what is known, what waits',
  '  npx tajo connectors quarantine gorgias        the records that are set aside',
  '  npx tajo connectors events gorgias --follow   what goes to Brevo, as it goes',
  ...(sandbox !== null ? ['  npx tajo campaigns                            what was sent, what not, and why'] : []),
  '  npx tajo why NUMBER                           the story of the ticket NUMBER',
  ...(sandbox !== null ? ['  npx tajo sandbox contact NUMBER               its customer in that Brevo'] : []),
  ...(isOff ? [] : ['  npx tajo connectors sync gorgias              again: writes only what changed']),
  'Ctrl-C stops everything; the next start goes on where it stopped.',
];
