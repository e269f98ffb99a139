import { createFaultPlan, type FaultPlan } from '../http/fault-plan';
import { type Fault } from '../http/fault-types';
import { createJournal, type Journal } from '../http/journal';
import { createHooks, type Hooks } from '../http/hooks';
import { createOddRecords, type OddRecords } from '../http/odd-records';
import { startServer } from '../http/server';
import { type Reply, type SandboxRequest } from '../http/types';
import { type BrevoAccount, type BrevoAccountOptions, tooMany } from './account';
import { createAccounts } from './accounts';
import { errorReply } from './errors';

export interface BrevoSandboxOptions extends BrevoAccountOptions {
  /** Default 0: a free one. */
  readonly port?: number | undefined;
  readonly faults?: readonly Fault[] | undefined;
  readonly faultSeed?: number | undefined;
  readonly journalCap?: number | undefined;
  readonly clock?: (() => number) | undefined;
}

/** What is not given is as in the first account, but for who and what is in it. */
export type AddedAccountOptions = BrevoAccountOptions & {
  /** How the journal calls it. Default `account 2`, and so on. */
  readonly name?: string | undefined;
};

/** It is also its first account, whose name is `main`. */
export interface BrevoSandbox extends BrevoAccount, Hooks {
  /** Ends in /v3, as `BREVO_BASE_URL` wants it. */
  readonly url: string;
  /** Of all accounts. */
  readonly journal: Journal;
  /** For all accounts; a fault may look at a request's `api-key`. */
  readonly faults: FaultPlan;
  /** In all accounts. */
  readonly odd: OddRecords;
  /**
   * Another account at the same address, with a memory and quota of its own; a request goes to the one whose key it carries.
   * @throws Error when the key or the name is taken.
   */
  addAccount(options: AddedAccountOptions): BrevoAccount;
  close(): Promise<void>;
}

export async function startBrevoSandbox(options: BrevoSandboxOptions): Promise<BrevoSandbox> {
  const { clock = Date.now } = options;
  const journal = createJournal({ cap: options.journalCap, clock });
  const faults = createFaultPlan(options.faults, options.faultSeed);
  const hooks = createHooks();
  const accounts = createAccounts({ clock, journal });
  const main = accounts.open({ ...options, name: 'main' });
  const odd = createOddRecords({
    collectionOf: (path) => path.split('/')[2] ?? '',
    rowsIn: (collection) => collection,
  });
  const handle = (request: SandboxRequest): Reply => {
    const account = accounts.of(request.headers);
    if (account !== null) return odd.shown(request, account.answer(request));
    const isKeyless = request.headers['api-key'] === undefined;
    return errorReply(401, 'unauthorized', isKeyless ? 'authentication not found in headers' : 'Key not found');
  };
  const vendor = {
    tooMany: (seconds: number): Reply => ({ ...tooMany, headers: exhausted(seconds) }),
    unavailable: (status: number): Reply => errorReply(status, 'internal_error', 'Internal server error'),
    cursorExpired: (): Reply => errorReply(400, 'invalid_parameter', 'Invalid cursor'),
  };
  const accountOf = (headers: SandboxRequest['headers']): string | null => accounts.of(headers)?.name ?? null;
  const server = await startServer({
    port: options.port ?? 0,
    handle,
    journal,
    faults,
    vendor,
    hooks,
    accountOf,
  });
  const { limits, importDelayMs, eventDelayMs, createContactsFromEvents, utcOffset, duplicateStyle } = options;
  const inherited = { limits, importDelayMs, eventDelayMs, createContactsFromEvents, utcOffset, duplicateStyle };
  return {
    ...main,
    ...hooks.orders,
    url: `http://127.0.0.1:${server.port}/v3`,
    journal,
    faults,
    odd,
    addAccount: (added) =>
      accounts.open({ ...inherited, ...added, name: added.name ?? `account ${accounts.size + 1}` }),
    close: () => server.close(),
  };
}

function exhausted(seconds: number): Record<string, string> {
  return { 'x-sib-ratelimit-limit': '10', 'x-sib-ratelimit-remaining': '0', 'x-sib-ratelimit-reset': String(seconds) };
}
