/** Whether what the connector stands on can be reached. */
export interface Readiness {
  readonly temporal: boolean;
  readonly store: boolean;
}

export const NOT_READY: Readiness = { temporal: false, store: false };

const READINESS_DEADLINE_MS = 3000;

/**
 * Asks each part by itself, all at once: one that hangs says nothing of the other. A part that throws, or has not answered in time, is not ready; the
 * balancer must not have to guess.
 * @param deadlineMs within which each answers
 */
export async function askReadiness(
  parts: Readonly<Record<keyof Readiness, () => Promise<boolean>>>,
  deadlineMs = READINESS_DEADLINE_MS,
): Promise<Readiness> {
  const ask = (part: () => Promise<boolean>): Promise<boolean> =>
    within(deadlineMs, { ask: async () => part(), late: false }).catch(() => false);
  const [temporal, store] = await Promise.all([ask(parts.temporal), ask(parts.store)]);
  return { temporal, store };
}

/** The answer, or `late` where there is none after `deadlineMs`. What is asked goes on. */
export async function within<Answer>(
  deadlineMs: number,
  { ask, late }: { readonly ask: () => Promise<Answer>; readonly late: Answer },
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve(late), deadlineMs);
  });
  try {
    return await Promise.race([ask(), over]);
  } finally {
    clearTimeout(timer);
  }
}
