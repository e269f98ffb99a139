interface WatchDeps {
  readonly accounts: () => Promise<readonly { readonly account: string }[]>;
  readonly tellTrouble: (account: string) => Promise<void>;
}

const A_MINUTE_MS = 60_000;

/** Looks at the webhooks of all accounts each minute: that none come is told by nobody else. */
export function startWebhookWatch({ accounts, tellTrouble }: WatchDeps): { stop(): Promise<void> } {
  let under: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    for (const { account } of await accounts()) await tellTrouble(account);
  };
  const lookNext = (): void => {
    // A store that is away is told of by readiness.
    under = under.then(look).catch(() => undefined);
  };
  lookNext();
  const timer = setInterval(lookNext, A_MINUTE_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await under;
    },
  };
}
