import type { Timestamp } from '../../domain/timestamp';

/** One request to a vendor, as far as its admission depends on it. */
export interface Departure {
  readonly vendor: 'gorgias' | 'brevo';
  /** `POST /smtp/email`: method and route, ids replaced by names. */
  readonly call: string;
  /** It changes something in Brevo: a pause keeps it back, and waits for it. */
  readonly writes: boolean;
  /** A person waits for the answer: what is held back is tried all the same. */
  readonly asked: boolean;
}

export type Admitted =
  /** `token`: to be given back after a write. `probes`: scopes of holds that this request finds out about. */
  | { readonly kind: 'go'; readonly token: string | null; readonly probes: readonly string[] }
  | { readonly kind: 'off' | 'paused' | 'gone' }
  | ({ readonly kind: 'held' } & Pick<Hold, 'scope' | 'code' | 'message'>);

/** Something that a person must mend in a vendor's account. */
export interface Hold {
  /** The vendor alone, when it refuses the key; else the vendor and the call that it refuses. */
  readonly scope: string;
  /** Of the list of errors. */
  readonly code: string;
  readonly message: string;
  readonly since: Timestamp;
  readonly probeAt: Timestamp;
}

/** What an account lets out, asked before each request to a vendor (design D14). */
export interface Admission {
  enter(account: string, departure: Departure): Promise<Admitted>;
  leave(account: string, token: string): Promise<void>;
  /** Writes to Brevo that may still be on the wire. */
  underWay(account: string): Promise<number>;
  /** Everybody waits from now on; true for the one who has to alert. */
  hold(
    account: string,
    hold: Pick<Hold, 'scope' | 'code' | 'message'> & {
      /** The message with what to do: the state of an account whose key is refused. */
      readonly reason: string;
    },
  ): Promise<boolean>;
  /** The call was answered well: nobody waits any more. True when somebody did. */
  lift(account: string, scopes: readonly string[]): Promise<boolean>;
  holds(account: string): Promise<readonly Hold[]>;
  /** Somebody may have mended it: the next request tries. */
  probeNow(account: string): Promise<void>;
}
