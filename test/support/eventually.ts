/** Far above what a loaded machine needs: it ends a wait that has no end, and says nothing about speed. */
const LONG_MS = 300_000;

/**
 * Waits for a condition.
 * @throws with what `describe` says when it never comes true.
 */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  describe: () => string = () => 'the condition never came true',
): Promise<void> {
  const deadline = Date.now() + LONG_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(describe());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
