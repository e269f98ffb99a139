/** The embedded store may be busy with a page of a full sync. */
const PATIENCE_MS = 250;

/** What the store says, unless it takes long: a webhook does not wait for it. */
export async function quickly<Answer>(pending: Promise<Answer>, otherwise: Answer): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), PATIENCE_MS);
  });
  try {
    return await Promise.race([pending, late]);
  } finally {
    clearTimeout(timer);
  }
}
