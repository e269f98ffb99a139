import type { Admitted, Departure } from '../../src/store/accounts/admission';
import type { AccountRow, Store } from '../../src/store/types';
import { openTestStore, type OpenedStore } from './stores';

export const READ: Departure = { vendor: 'brevo', call: 'GET /contacts/{email}', writes: false, asked: false };
export const WRITE: Departure = { vendor: 'brevo', call: 'POST /events', writes: true, asked: false };
export const MAIL: Departure = { vendor: 'brevo', call: 'POST /smtp/email', writes: true, asked: false };
export const READ_TICKET: Departure = { vendor: 'gorgias', call: 'GET /tickets/{id}', writes: false, asked: false };

export const REFUSED_KEY = { scope: 'brevo', code: 'auth.brevo_refused', message: 'Brevo refused the API key' };
export const NO_CREDITS = { scope: 'brevo POST /smtp/email', code: 'brevo.no_credits', message: 'no credits are left' };

/** Accounts to ask for admission, and what a vendor refuses them. */
export interface AdmissionBench {
  readonly store: () => Store;
  /** A new account. */
  readonly install: () => Promise<string>;
  /** @returns Whether it has to be told. */
  readonly hold: (account: string, refused: typeof REFUSED_KEY) => Promise<boolean>;
  readonly rowOf: (account: string) => Promise<AccountRow>;
  /** What is answered to each, one after the other. */
  readonly kindsOf: (account: string, departures: readonly Departure[]) => Promise<readonly Admitted['kind'][]>;
  /** The time has come at which somebody may try. */
  readonly timeOfProbe: (account: string) => Promise<unknown>;
}

/** Opens a store for the tests of a `describe`. */
export function useAdmission(): AdmissionBench {
  let opened: OpenedStore | null = null;
  beforeAll(async () => {
    opened = await openTestStore();
  });
  afterAll(() => opened?.close());
  const store = (): Store => {
    if (opened === null) throw new Error('the store of these tests did not open');
    return opened.store;
  };
  let installed = 0;
  return {
    store,
    install: async () => {
      installed += 1;
      const account = `shop-${String(installed)}`;
      const keys = { email: 'you@shop.com', gorgiasApiKey: 'g', brevoApiKey: 'b' };
      await store().accounts.save({ account, domain: `${account}.gorgias.com`, ...keys });
      return account;
    },
    hold: (account, refused) => store().admission.hold(account, { ...refused, reason: `${refused.message}. Mend it.` }),
    rowOf: async (account) => (await store().accounts.find(account))!,
    kindsOf: async (account, departures) => {
      const kinds: Admitted['kind'][] = [];
      for (const departure of departures) kinds.push((await store().admission.enter(account, departure)).kind);
      return kinds;
    },
    timeOfProbe: (account) => {
      const sql = `update account_holds set probe_at = clock_timestamp() - interval '1 second' where account = $1`;
      return store().db.query(sql, [account]);
    },
  };
}

export function probesOf(entered: Admitted): readonly string[] {
  return entered.kind === 'go' ? entered.probes : [];
}
