import type { AccountRow, Store } from '../../store/types';
import { shownState } from '../routes/accounts/account-state';

/** Whether anything goes on in an account, and if not why. */
export interface AccountStanding {
  /** What keeps it, or a part of it, from doing anything. */
  readonly reasons: readonly string[];
  /** It is off, paused, or refused: a time that comes brings nothing on. */
  readonly isStopped: boolean;
}

const OFF = 'The connector is switched off: nothing is read and nothing is sent until tajo.yaml says `enabled: true`.';
const PAUSED = 'The connector is paused: nothing is read and nothing is sent until `tajo connectors resume gorgias`.';
const REFUSED = 'A vendor refuses the key: `tajo connectors rotate-key gorgias`.';

export async function accountStanding({ admission }: Store, row: AccountRow): Promise<AccountStanding> {
  const holds = await admission.holds(row.account);
  const { state, stateReason } = shownState(row, holds);
  if (state === 'off') return { reasons: [OFF], isStopped: true };
  if (state === 'paused') return { reasons: [PAUSED], isStopped: true };
  const held = holds.map(
    ({ message, since }) =>
      `Everything that needs it waits since ${since.slice(0, 16).replace('T', ' ')} UTC: ${message}.`,
  );
  if (state !== 'refused') return { reasons: held, isStopped: false };
  return { reasons: held.length > 0 ? held : [stateReason ?? REFUSED], isStopped: true };
}

/** Why no time that is told of the account's tickets comes true by itself; null: they do. */
export async function whyStopped(store: Store, row: AccountRow): Promise<string | null> {
  const { reasons, isStopped } = await accountStanding(store, row);
  return isStopped ? reasons.join(' ') : null;
}
