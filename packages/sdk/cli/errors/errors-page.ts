import { DISPOSITIONS, type Fate, SUBJECTS } from '../../../../src/domain/errors/dispositions';
import { QUARANTINE_CAUSES } from '../../../../src/domain/errors/quarantine-causes';
import { type CatalogEntry, ERROR_CATALOG } from './catalog';
import { TROUBLESHOOTING } from './troubleshooting';

const INTRODUCTION = `# Errors

<!-- Made by \`npm run docs\` from src/domain/errors/connector-error.ts and the texts beside it; change those, not this page. -->

Every error has a stable code. The API answers \`{"error":{"code","message","field"?}}\`, the SDK throws a \`TajoError\` with the same code,
and \`tajo\` ends with exit code 1, or 2 for wrong usage or configuration. \`tajo errors\` shows this page beside what each of them holds up
now; \`tajo errors CODE\` shows one.

## Troubleshooting
`;

const DISPOSITION_INTRODUCTION = `## What an error means, by what a step is about

One table decides it (\`src/domain/errors/dispositions.ts\`); a pair that is missing does not compile. The columns are what the step is
about: the account, a run before it begins, a page of a list, one record (ticket, customer, survey or contact), an event of the timeline, a
campaign, a list in Brevo.
`;

const MEANINGS = `
- **waits**: it passes by itself and is tried again, after the time that the vendor asks for.
- **mend**: a person must mend something first. One alert, one probe every ten minutes, and everybody else waits without asking.
- **set aside**: the record waits in quarantine with its key, step and cause; everybody beside it goes on. What a vendor did not answer for is
  tried again by itself, after a minute and then ever later, every ten minutes at the latest; what was refused waits for a person.
- **left out**: the feature or value is left out and that is said in \`status\`; the rest goes on.
- **smaller**: the page is asked for again with half its size.
- **known**: no error but a fact about the record: deleted, merged, or unknown there. It is kept.
- **fails**: the run ends with a sentence; only for wrong input, or a full sync whose configuration is wrong.
- **waits, then …**: it is taken for this one’s own fault once it has failed five times while the vendor answered others.
`;

const CAUSES = `## Causes in quarantine

What \`tajo connectors quarantine gorgias\` lists. A record that is *held* waits as a whole; otherwise only one value was left out.
`;

const ROOMS: readonly (readonly [prefix: string, heading: string])[] = [
  ['config', 'Configuration'],
  ['input', 'Input'],
  ['conflict', 'Conflicts'],
  ['auth', 'Keys and rights'],
  ['gorgias', 'Gorgias'],
  ['brevo', 'Brevo'],
  ['store', 'Postgres'],
  ['temporal', 'Temporal'],
  ['bug', 'Faults of the connector'],
  ['http', 'Requests to the API'],
  ['client', 'On the caller’s side'],
  ['sync', 'Runs that were waited for'],
];

/** The text of docs/errors.md. */
export function renderErrorsPage(): string {
  const symptoms = TROUBLESHOOTING.map(({ symptom, answer }) => [symptom, answer]);
  const causes = Object.entries(QUARANTINE_CAUSES).map(([cause, { what, why, nextStep }]) => [
    `\`${cause}\``,
    what,
    why,
    nextStep,
  ]);
  return [
    INTRODUCTION,
    table(['symptom', 'what you get'], symptoms),
    ...sections(),
    DISPOSITION_INTRODUCTION,
    table(['error', ...SUBJECTS], dispositions()),
    MEANINGS,
    CAUSES,
    table(['cause', 'what', 'why', 'what to do'], causes),
  ].join('\n');
}

const FATES: Readonly<Record<Fate, string>> = {
  wait: 'waits',
  mend: 'mend',
  set_aside: 'set aside',
  without: 'left out',
  known: 'known',
  fail: 'fails',
  wait_then_set_aside: 'waits, then set aside',
  wait_then_without: 'waits, then left out',
};

function dispositions(): readonly (readonly string[])[] {
  return Object.entries(DISPOSITIONS).map(([code, row]) => [
    `\`${code}\``,
    ...SUBJECTS.map((subject) => FATES[row[subject]]),
  ]);
}

function sections(): readonly string[] {
  const named = new Set(ROOMS.map(([prefix]) => prefix));
  const others = ERROR_CATALOG.map(({ code }) => roomOf(code)).filter((room) => !named.has(room));
  const rooms = [...ROOMS, ...[...new Set(others)].map((room) => [room, room] as const)];
  return rooms.flatMap(([prefix, heading]) => [
    `## ${heading}\n`,
    ...ERROR_CATALOG.filter(({ code }) => roomOf(code) === prefix).map(section),
  ]);
}

function roomOf(code: string): string {
  return code.split('.')[0] ?? code;
}

function section({ code, what, why, nextStep, http, exitCode, retryable }: CatalogEntry): string {
  const status = http === null ? 'no answer of the API' : `HTTP ${String(http)}`;
  const again = retryable ? 'tried again by itself' : 'not tried again before something changes';
  return `### \`${code}\`

${what}

- **Why:** ${why}
- **What to do:** ${nextStep}
- ${status} · exit code ${String(exitCode)} · ${again}
`;
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return `${[line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
