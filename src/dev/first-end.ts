import { failureOf } from '../domain/errors/failure';

/** The sentence about the first part that ends although nobody asked it to, with the reason where it has one. Never rejects. */
export function firstEnd(parts: Readonly<Record<string, Promise<unknown>>>): Promise<string> {
  const sentences = Object.entries(parts).map(([name, ended]) =>
    ended.then(
      () => endOf(name, null),
      (thrown: unknown) => endOf(name, failureOf(thrown).message),
    ),
  );
  return Promise.race(sentences);
}

/** The sentence about a home that is another connector's now. Not like the other parts: the next start would be refused. */
export async function lossOf(home: string, lost: Promise<void>): Promise<string> {
  await lost;
  return `Another connector has taken ${home} while this one stood still, and runs on it now; this one ends.`;
}

function endOf(name: string, reason: string | null): string {
  const why = reason === null ? '' : ` (${reason})`;
  return `${name} ended unexpectedly${why}; the next start goes on where it stopped.`;
}
