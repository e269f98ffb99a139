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
    CAUSES,
    table(['cause', 'what', 'why', 'what to do'], causes),
  ].join('\n');
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
