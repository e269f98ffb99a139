import type { CALLS } from '../../../sdk/contract/calls';
import type { readSession, signIn, signOut } from '../../../sdk/contract/session';

/** All calls of the contract, and those that have to do with the cookie. */
export type Calls = typeof CALLS & {
  readonly readSession: typeof readSession;
  readonly signIn: typeof signIn;
  readonly signOut: typeof signOut;
};
