interface WatchDeps {
  readonly accounts: () => Promise<readonly { readonly account: string }[]>;
  readonly alertProblem: (account: string) => Promise<void>;
}

const A_MINUTE_MS = 60_000;

/** Checks the webhooks of all accounts each minute: that none come is noticed by nobody else. */
export function startWebhookWatch({ accounts, alertProblem }: WatchDeps): { stop(): Promise<void> } {
  let under: Promise<void> = Promise.resolve();
  const checkAll = async (): Promise<void> => {
    for (const { account } of await accounts()) await alertProblem(account);
  };
  const checkNext = (): void => {
    // A store that is away is told of by readiness.
    under = under.then(checkAll).catch(() => undefined);
  };
  checkNext();
  const timer = setInterval(checkNext, A_MINUTE_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await under;
    },
  };
}
