import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './tree';

const FOLDER = 'docs/decisions';
const INDEX = 'README.md';

interface Decision {
  readonly file: string;
  readonly number: number;
  readonly title: string;
  readonly date: string;
  readonly status: string;
}

/** Null: the file is not headed as a decision is. */
function readDecision(file: string): Decision | null {
  const [title = '', blank, dated = ''] = readFileSync(join(ROOT, FOLDER, file), 'utf8').split('\n');
  const heading = /^# (\d+)\. (.+)$/.exec(title);
  const line = /^Date: (\d{4}-\d{2}-\d{2})\. Status: (.+)\.$/.exec(dated);
  if (heading === null || line === null || blank !== '') return null;
  return { file, number: Number(heading[1]), title: heading[2]!, date: line[1]!, status: line[2]! };
}

const files = () => readdirSync(join(ROOT, FOLDER)).filter((file) => file.endsWith('.md') && file !== INDEX);
const numbered = () => files().filter((file) => /^\d{4}-/.test(file));
const fourDigits = (number: number) => String(number).padStart(4, '0');

/** What is wrong with numbers and headings, in sentences that say how to mend it. */
export function decisionProblems(): readonly string[] {
  const unnumbered = files().filter((file) => !numbered().includes(file));
  return [
    ...unnumbered.map((file, index) => {
      const name = `${fourDigits(numbered().length + 1 + index)}-${file}`;
      return `${FOLDER}/${file} has no number: git mv ${FOLDER}/${file} ${FOLDER}/${name}, and mend the links to it.`;
    }),
    ...numbered().flatMap((file, index, all) => {
      const decision = readDecision(file);
      const number = index + 1;
      if (decision === null) {
        return `${FOLDER}/${file} must begin with "# ${number}. Title", an empty line, "Date: YYYY-MM-DD. Status: accepted.".`;
      }
      if (!file.startsWith(`${fourDigits(number)}-`) || decision.number !== number) {
        return `${FOLDER}/${file}: its place is ${number}, in the name and in the heading.`;
      }
      const before = index === 0 ? null : readDecision(all[index - 1]!);
      if (before !== null && before.date > decision.date) {
        return `${FOLDER}/${file} is dated before number ${number - 1}; numbers follow the order in which we decided.`;
      }
      return [];
    }),
  ];
}

export function renderDecisionIndex(): string {
  const rows = numbered()
    .map(readDecision)
    .filter((decision) => decision !== null)
    .map(({ file, number, title, date, status }) => `| ${number} | [${title}](${file}) | ${date} | ${status} |\n`);
  return `# Decisions

Choices that are hard to undo, in the order in which they were made: what was weighed, what was chosen, and what it costs. This page is made by
\`npm run docs\`. A new decision takes the next number, \`0000-short-name.md\`, and begins like this:

\`\`\`
# N. What was decided, as a sentence

Date: YYYY-MM-DD. Status: accepted.
\`\`\`

A decision is not rewritten when another one takes its place: its status then names the newer one.

| | decision | date | status |
|---|---|---|---|
${rows.join('')}`;
}
