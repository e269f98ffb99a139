/** Whether what the connector stands on can be reached. */
export interface Readiness {
  readonly temporal: boolean;
  readonly store: boolean;
}

export const NOT_READY: Readiness = { temporal: false, store: false };

const READINESS_DEADLINE_MS = 3000;

/** A dependency that hangs or throws is not ready; the balancer must not have to guess. */
export async function withinDeadline(readiness: () => Promise<Readiness>): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve(NOT_READY), READINESS_DEADLINE_MS);
  });
  try {
    return await Promise.race([readiness().catch(() => NOT_READY), late]);
  } finally {
    clearTimeout(timer);
  }
}
