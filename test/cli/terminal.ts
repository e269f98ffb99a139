import { PassThrough } from 'node:stream';

/**
 * A terminal at which somebody answers the questions of clack.
 * @param answerTo what is pressed at a question, of which `count` stand so far
 */
export function openTerminal(answerTo: (question: string, count: number) => string) {
  const stdin = new PassThrough();
  const keyboard = Object.assign(stdin, { isTTY: true, setRawMode: () => stdin });
  const screen = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 40 });
  const questions: string[] = [];
  let seen = '';
  screen.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
    // clack marks the question that waits.
    const asked = seen.split('◆').slice(1);
    for (const text of asked.slice(questions.length)) {
      const question = text.trim().split('\n')[0] ?? '';
      questions.push(question);
      const keys = answerTo(question, questions.length);
      setImmediate(() => keyboard.write(keys));
    }
  });
  return { keyboard, screen, questions, seen: () => seen };
}
