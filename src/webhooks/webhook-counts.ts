/** How a webhook was answered. */
interface Answered {
  /** Null: it was refused before the account was known. */
  readonly account: string | null;
  /** What its address names. */
  readonly wanted: string | undefined;
  readonly status: number;
}

/** What came in a row: of the refusals only those that follow the last accepted one matter. */
interface Count {
  readonly accepted: boolean;
  readonly refusals: number;
  readonly status: number | null;
}

interface TallyDeps {
  /** The account that an address means; null: none. */
  readonly accountOf: (wanted: string | undefined) => Promise<string | null>;
  readonly record: (account: string, count: Count) => Promise<{ readonly refusals: number; readonly told: unknown }>;
  readonly alertProblem: (account: string) => Promise<void>;
}

export interface WebhookTally {
  count(answered: Answered): void;
}

/** Anybody can knock: a flood must not cost more than this. */
const WRITE_EVERY_MS = 1_000;
const MOST_REFUSALS = 1_000;

/** Writes down how webhooks were answered, after the answer and once a second at most: none waits for it or fails by it. */
export function createWebhookTally({ accountOf, record, alertProblem }: TallyDeps): WebhookTally {
  let answers: Answered[] = [];
  let isDue = false;
  let lastAt = 0;
  const write = async (): Promise<void> => {
    const answered = answers;
    answers = [];
    for (const [account, count] of await countByAccount(answered, accountOf)) {
      const { refusals, told } = await record(account, count);
      if (told !== null || refusals > 0) await alertProblem(account);
    }
  };
  const schedule = (): void => {
    if (isDue || answers.length === 0) return;
    isDue = true;
    const afterMs = Math.max(0, lastAt + WRITE_EVERY_MS - Date.now());
    setTimeout(() => {
      lastAt = Date.now();
      // A store that is away is told of by readiness; the next webhooks count again.
      void write()
        .catch(() => undefined)
        .finally(() => {
          isDue = false;
          schedule();
        });
    }, afterMs).unref();
  };
  return {
    count: (answered) => {
      if (answers.length >= MOST_REFUSALS && !isAccepted(answered)) return;
      answers.push(answered);
      schedule();
    },
  };
}

/** In the order in which they were answered. */
async function countByAccount(
  answered: readonly Answered[],
  accountOf: TallyDeps['accountOf'],
): Promise<ReadonlyMap<string, Count>> {
  const meant = new Map<string | undefined, string | null>();
  const counts = new Map<string, Count>();
  for (const one of answered) {
    const { wanted, status } = one;
    if (one.account === null && !meant.has(wanted)) meant.set(wanted, await accountOf(wanted));
    const account = one.account ?? meant.get(wanted) ?? null;
    if (account === null) continue;
    const before = counts.get(account) ?? { accepted: false, refusals: 0 };
    counts.set(
      account,
      isAccepted(one)
        ? { accepted: true, refusals: 0, status: null }
        : { accepted: before.accepted, refusals: before.refusals + 1, status },
    );
  }
  return counts;
}

function isAccepted({ status }: Answered): boolean {
  return status >= 200 && status < 300;
}
