import type { AccountRow, Store } from '../../store/types';
import { readStanding } from '../routes/accounts/account-state';

/** Whether anything goes on in an account, and if not why. */
export interface StoryStanding {
  /** What keeps it, or a part of it, from doing anything. */
  readonly reasons: readonly string[];
  /** It is off, paused, or refused: a time that comes brings nothing on. */
  readonly isStopped: boolean;
}

const PAUSED = 'The connector is paused: nothing is read and nothing is sent until `tajo connectors resume gorgias`.';
const REFUSED = 'A vendor refuses the key: `tajo connectors rotate-key gorgias`.';

export async function accountStanding(
  store: Store,
  row: AccountRow,
  settingsFile = 'tajo.yaml',
): Promise<StoryStanding> {
  const holds = await store.admission.holds(row.account);
  const { state, stateReason, unanswered } = await readStanding(store, row, { holds, settingsFile });
  if (state === 'off') return { reasons: [off(settingsFile)], isStopped: true };
  if (state === 'paused') return { reasons: [PAUSED], isStopped: true };
  const held = [
    ...unanswered.map(({ reason, since }) => `Everything waits for an answer since ${minuteOf(since)}: ${reason}`),
    ...holds.map(({ message, since }) => `Everything that needs it waits since ${minuteOf(since)}: ${message}.`),
  ];
  if (state !== 'refused') return { reasons: held, isStopped: false };
  return { reasons: held.length > 0 ? held : [stateReason ?? REFUSED], isStopped: true };
}

function minuteOf(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}

function off(settingsFile: string): string {
  return `The connector is switched off: nothing is read and nothing is sent until ${settingsFile} says \`enabled: true\`.`;
}

/** Why no time that is told of the account's tickets comes true by itself; null: they do. */
export async function whyStopped(store: Store, row: AccountRow, settingsFile: string): Promise<string | null> {
  const { reasons, isStopped } = await accountStanding(store, row, settingsFile);
  return isStopped ? reasons.join(' ') : null;
}
