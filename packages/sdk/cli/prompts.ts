import type { CliIo } from './io';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Shown beside the one that the cursor is on. */
  readonly hint?: string;
}

/** How a person is asked. Every question stands with its default, which Enter takes. */
export interface Prompts {
  /** @param check says what is wrong with a text, or nothing */
  text(message: string, initial: string, check: (text: string) => string | undefined): Promise<string>;
  /** What is typed is not shown. */
  secret(message: string): Promise<string>;
  choose(message: string, initial: string, choices: readonly Choice[]): Promise<string>;
  chooseMany(message: string, initial: readonly string[], choices: readonly Choice[]): Promise<readonly string[]>;
  confirm(message: string, initial: boolean): Promise<boolean>;
  warn(text: string): void;
}

/** Thrown where somebody presses Ctrl-C or Escape at a question. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted at a question');
  }
}

/** Whether somebody sits there who can be asked. */
export function canAsk({ stdin, stdout }: Pick<CliIo, 'stdin' | 'stdout'>): boolean {
  return stdin.isTTY === true && stdout.isTTY === true;
}

/** Rows of a list that are shown at once; the rest scrolls, and typing searches. */
const SHOWN = 8;

/** The questions on a terminal, by clack. It is loaded when the first one is asked: no other command waits for it. */
export async function terminalPrompts({ stdin, stdout }: Pick<CliIo, 'stdin' | 'stdout'>): Promise<Prompts> {
  const clack = await import('@clack/prompts');
  const streams = { input: stdin, output: stdout };
  const answered = async <Answer>(asked: Promise<Answer | typeof clack.CANCEL_SYMBOL>): Promise<Answer> => {
    const answer = await asked;
    if (clack.isCancel(answer)) throw new Interrupted();
    return answer;
  };
  return {
    text: async (message, initial, check) => {
      // Only what is typed is checked here; a default is one of ours.
      const validate = (text: string | undefined): string | undefined => {
        const typed = (text ?? '').trim();
        return check(typed === '' ? initial : typed);
      };
      const typed = await answered(
        clack.text({ ...streams, message, placeholder: initial, defaultValue: initial, validate }),
      );
      return typed.trim();
    },
    secret: async (message) => {
      const validate = (text: string | undefined): string | undefined =>
        (text ?? '').trim() === '' ? 'A key is needed here.' : undefined;
      return (await answered(clack.password({ ...streams, message, validate }))).trim();
    },
    choose: (message, initialValue, choices) => {
      const options = [...choices];
      return answered(
        choices.length > SHOWN
          ? clack.autocomplete({ ...streams, message, options, initialValue, maxItems: SHOWN })
          : clack.select({ ...streams, message, options, initialValue }),
      );
    },
    chooseMany: (message, initial, choices) =>
      answered(
        clack.autocompleteMultiselect({
          ...streams,
          message,
          options: [...choices],
          initialValues: [...initial],
          maxItems: SHOWN,
          required: false,
        }),
      ),
    confirm: (message, initialValue) => answered(clack.confirm({ ...streams, message, initialValue })),
    warn: (text) => clack.log.warn(text, { output: stdout }),
  };
}
