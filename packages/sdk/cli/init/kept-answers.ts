import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { accountOf } from '../../../../src/domain/account/gorgias-domain';

export type Answer = string | readonly string[];

/** In `TAJO_HOME`. */
export const FILE = 'init.json';

const keptSchema = z.object({
  file: z.string(),
  account: z.string().nullable(),
  answers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});

/** The question about the account, under whose answer those of all others stand. */
export const DOMAIN = 'domain';

/** What answers are about: a list's number of one account means nothing in another one. */
interface Subject {
  /** Absolute: the settings that are written. */
  readonly file: string;
  /** Null: nothing says it before the question is asked. */
  readonly account: string | null;
}

/** What was answered so far, in `<TAJO_HOME>/init.json`. No key is ever an answer: keys are kept by the connector, sealed. */
export interface KeptAnswers {
  readonly file: string;
  get(id: string): Answer | undefined;
  keep(id: string, answer: Answer): void;
  /** Questions that an interrupted start has answered. */
  readonly found: number;
  forget(): void;
}

/** Answers about another file or account are none, and neither is what cannot be read: at worst a question is asked again. */
export function openKeptAnswers(home: string, subject: Subject): KeptAnswers {
  const file = join(home, FILE);
  const answers = new Map<string, Answer>(Object.entries(readKept(file, subject)));
  const accountNow = (): string | null => {
    const domain = answers.get(DOMAIN);
    return typeof domain === 'string' ? accountOf(domain) : subject.account;
  };
  return {
    file,
    get found() {
      return answers.size;
    },
    get: (id) => answers.get(id),
    keep: (id, answer) => {
      answers.set(id, answer);
      const kept = { file: subject.file, account: accountNow(), answers: Object.fromEntries(answers) };
      writeOwn(home, file, JSON.stringify(kept));
    },
    forget: () => {
      answers.clear();
      rmSync(file, { force: true });
    },
  };
}

function readKept(file: string, subject: Subject): z.output<typeof keptSchema>['answers'] {
  try {
    const kept = keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const isOfAccount = subject.account === null || kept.account === subject.account;
    return kept.file === subject.file && isOfAccount ? kept.answers : {};
  } catch {
    return {};
  }
}

/** By rename, so that whoever is killed leaves the answers of before or those of now; for their owner alone, like all of the folder. */
function writeOwn(home: string, file: string, text: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const draft = `${file}.${String(process.pid)}.new`;
  writeFileSync(draft, `${text}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
