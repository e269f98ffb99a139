const LONG_MS = 100_000;

/**
 * Waits for a condition, for as long as a loaded machine may need.
 * @throws with what `describe` says when it has not come true within `withinMs`.
 */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  describe: () => string = () => 'the condition never came true',
  withinMs: number = LONG_MS,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(describe());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** For what a loaded machine may need minutes for: processes that start, streams that begin again. */
export function inFiveMinutes(condition: () => boolean | Promise<boolean>, describe?: () => string): Promise<void> {
  return eventually(condition, describe, 300_000);
}
