import { TajoClient } from '../../packages/sdk/client/client';
import type { ConnectorList } from '../../packages/sdk/client/types';
import { accountOption } from '../../packages/sdk/contract/pasted-commands';
import { rotateKeyCommand, silenceSentence, silenceWords } from '../../packages/sdk/contract/state-words';
import { keepLooking } from './keep-looking';

export interface WatchedAccounts {
  readonly url: string;
  readonly apiKey: string;
  /** Hears of each change in one sentence. */
  readonly report: (sentence: string) => void;
  /** Milliseconds between two looks. */
  readonly everyMs?: number;
}

type Account = ConnectorList['connectors'][number];

const POLL_EVERY_MS = 2_000;
/** Said also when it begins so; that an account is off, the main job has said. */
const STOPS: readonly Account['state'][] = ['paused', 'refused'];

/**
 * Says when nothing is sent any more, or again, and what ends it: on a terminal the log goes to a file, and whoever looks at a screen that says
 * nothing believes that all is well. What is as it should be at the first look is not said.
 *
 * @returns Ends it.
 */
export function watchAccounts({ url, apiKey, report, everyMs = POLL_EVERY_MS }: WatchedAccounts): () => void {
  const { connectors } = new TajoClient({ url, apiKey });
  // Null: it was uninstalled, and that was said.
  const known = new Map<string, Account | null>();
  const look = async (): Promise<void> => {
    const { connectors: accounts } = await connectors.list();
    const option = (account: string): string => (accounts.length > 1 ? accountOption(account) : '');
    for (const account of accounts) {
      const before = known.get(account.account);
      known.set(account.account, account);
      if (before === null && account.state === 'connected') report(`✓ ${account.account} is installed again.`);
      if (hasNews(account, before)) report(sentenceOf(account, option(account.account)));
    }
    for (const [account, before] of known) {
      if (before === null || accounts.some((one) => one.account === account)) continue;
      known.set(account, null);
      report(`${account} is uninstalled: nothing is read or sent for it.`);
    }
  };
  return keepLooking(look, {
    everyMs,
    failed: (thrown) => report(`Whether the account is paused or refused cannot be shown: ${String(thrown)}`),
  });
}

/** @param before Undefined: it was not looked at. Null: it was uninstalled, and is back. */
function hasNews(account: Account, before: Account | null | undefined): boolean {
  const { state, unanswered } = account;
  if (before === null) return state !== 'connected' || unanswered.length > 0;
  if (before !== undefined) return wordOf(before) !== wordOf(account);
  return STOPS.includes(state) || unanswered.length > 0;
}

/** What has to change for a line of its own: the same refusal in other words is none. */
function wordOf({ state, stateCode, unanswered }: Account): string {
  return `${state} ${stateCode ?? ''} ${silenceWords(unanswered) ?? ''}`;
}

/** @param option What names the account on the command line, where there are several. */
function sentenceOf({ account, state, stateReason, stateCode, unanswered, sandbox }: Account, option: string): string {
  const resume = `npx tajo connectors resume gorgias${option}`;
  switch (state) {
    case 'connected':
      return unanswered.length === 0
        ? `✓ ${account} goes on.`
        : `✗ ${account}: ${unanswered.map(silenceSentence).join(' ')}`;
    case 'paused':
      return `${account} is paused: nothing is sent. Go on: ${resume}`;
    case 'refused': {
      const isOfTheKey = stateCode?.startsWith('auth.') === true;
      const next = isOfTheKey
        ? sandbox
          ? 'The keys that the sandbox takes: npx tajo sandbox keys'
          : `Another key: npx ${rotateKeyCommand(stateCode)}${option}`
        : `Once it is mended: ${resume}`;
      return `✗ ${account} waits: ${stateReason ?? 'a vendor refuses its key.'} ${next}`;
    }
    case 'off':
      return `${account} is switched off: nothing is read and nothing is sent. ${stateReason ?? ''}`.trimEnd();
  }
}
