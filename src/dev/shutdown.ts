/** Stops what was started, in reverse order, once; a part that fails to stop does not keep the others from stopping. */
export interface Shutdown {
  add(name: string, stop: () => Promise<void>): void;
  run(): Promise<void>;
}

export function createShutdown(report: (name: string, thrown: unknown) => void): Shutdown {
  const parts: { name: string; stop: () => Promise<void> }[] = [];
  let running: Promise<void> | null = null;
  const stopAll = async (): Promise<void> => {
    for (const part of parts.reverse()) {
      await part.stop().catch((thrown: unknown) => report(part.name, thrown));
    }
  };
  return {
    add: (name, stop) => void parts.push({ name, stop }),
    run: () => (running ??= stopAll()),
  };
}
