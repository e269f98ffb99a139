import { UsageError } from '../../../../src/domain/errors/failure';
import type { Answer, KeptAnswers } from './kept-answers';
import type { Choice, Prompts } from '../prompts';

interface Asked<Kind extends Answer> {
  /** Under which the answer is kept. */
  readonly id: string;
  readonly message: string;
  /** `--satisfied-list` */
  readonly flag: string;
  /** What the flag says. */
  readonly given: Kind | undefined;
  /** What Enter and `--yes` answer. */
  readonly fallback: Kind;
  /** What is wrong with an answer, or nothing. */
  readonly check?: (text: string) => string | undefined;
}

export type TextQuestion = Asked<string>;

export interface ChoiceQuestion extends Asked<string> {
  readonly choices: readonly Choice[];
}

export interface ManyQuestion extends Asked<readonly string[]> {
  readonly choices: readonly Choice[];
}

/**
 * Every question is answered by its flag, else as it was before an interruption, else by its default under `--yes`, else by whoever sits
 * there; each answer is kept at once. @throws UsageError where nobody can be asked
 */
export interface Interview {
  text(question: TextQuestion): Promise<string>;
  /** The same question once more, with the answer of before to correct. */
  again(question: TextQuestion, before: string): Promise<string>;
  choose(question: ChoiceQuestion): Promise<string>;
  chooseMany(question: ManyQuestion): Promise<readonly string[]>;
  /** Is not kept: it is about what happens now. */
  confirm(message: string, question: { flag: string; given: boolean | undefined; fallback: boolean }): Promise<boolean>;
  /** Null: nobody can be asked. */
  readonly prompts: Prompts | null;
}

export interface InterviewOptions {
  /** Null: no terminal. */
  readonly prompts: Prompts | null;
  /** `--yes` */
  readonly defaults: boolean;
  readonly kept: KeptAnswers;
}

export function createInterview({ prompts, defaults, kept }: InterviewOptions): Interview {
  const asking = defaults ? null : prompts;
  const answer = async <Kind extends Answer>(
    question: Asked<Kind>,
    read: (answer: Answer | undefined) => Kind | undefined,
    ask: (prompts: Prompts) => Promise<Kind>,
  ): Promise<Kind> => {
    const known = question.given ?? read(kept.get(question.id));
    const found = known ?? (defaults ? question.fallback : await ask(someone(question, asking)));
    if (typeof found === 'string') requireGood(question, found);
    kept.keep(question.id, found);
    return found;
  };
  return {
    prompts: asking,
    text: (question) =>
      answer(question, one, (person) =>
        person.text(question.message, question.fallback, question.check ?? (() => undefined)),
      ),
    again: async (question, before) => {
      const { message, check = () => undefined } = question;
      const corrected = await someone(question, asking).text(message, before, check);
      kept.keep(question.id, corrected);
      return corrected;
    },
    choose: (question) =>
      answer(question, one, (person) => person.choose(question.message, question.fallback, question.choices)),
    chooseMany: async (question) =>
      answer(question, many, (person) => person.chooseMany(question.message, question.fallback, question.choices)),
    confirm: async (message, { flag, given, fallback }) =>
      given ?? (defaults ? fallback : await someone({ message, flag }, asking).confirm(message, fallback)),
  };
}

function requireGood({ check, message, flag, given }: Asked<Answer>, answer: string): void {
  const wrong = check?.(answer);
  if (wrong === undefined) return;
  if (given !== undefined)
    throw new UsageError(`${flag} ${answer} is refused. ${wrong}`, `Give another one by ${flag}.`);
  throw new UsageError(`${message} ${wrong}`, `Answer it by ${flag}.`);
}

function someone(
  { message, flag }: { readonly message: string; readonly flag: string },
  prompts: Prompts | null,
): Prompts {
  if (prompts !== null) return prompts;
  throw new UsageError(
    `Nobody can be asked here: ${message}`,
    `Answer it by ${flag}, or take the default of every question by --yes.`,
  );
}

function one(answer: Answer | undefined): string | undefined {
  return typeof answer === 'string' ? answer : undefined;
}

function many(answer: Answer | undefined): readonly string[] | undefined {
  return typeof answer === 'string' ? undefined : answer;
}
