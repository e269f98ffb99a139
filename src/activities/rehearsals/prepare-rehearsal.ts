import { policyOf, readPolicy } from '../../config/policy-file';
import { NOTHING_REHEARSED } from '../../domain/rehearsal/tally';
import { plus, timestampOf } from '../../domain/timestamp';
import type { RehearsalInput } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';

const DEFAULT_BACK_MS = 90 * 86_400_000;
/** With the one that begins. */
const KEPT_REPORTS = 10;

/** What the slices of a rehearsal work with; everything else stands with its report. */
export interface RehearsalSetup {
  readonly account: string;
  /** Of the report. */
  readonly id: string;
}

/**
 * Begins a report. Asks no vendor, so a paused account can be rehearsed too.
 * @throws ConnectorError `input.unknown_account`; `input.invalid` for a policy with a fault
 */
export async function prepareRehearsal(
  deps: ActivityDeps,
  { account, since, policy = null }: RehearsalInput,
  id: string,
): Promise<RehearsalSetup> {
  const { accounts, facts, rehearsals } = deps.store;
  await accounts.credentials(account);
  // Told now, not by the first slice.
  if (policy !== null) readPolicy(policy, policyOf(deps.configOf(account)));
  const until = await facts.now();
  const from = since === undefined ? plus(until, -DEFAULT_BACK_MS) : timestampOf(new Date(since));
  const nothing = { ends: NOTHING_REHEARSED, agreement: { compared: 0, differing: {} } };
  await rehearsals.begin(account, {
    id,
    from,
    until,
    policy,
    tally: {
      today: nothing.ends,
      proposed: policy === null ? null : nothing.ends,
      changed: 0,
      agreement: nothing.agreement,
    },
  });
  await rehearsals.forgetOld(account, KEPT_REPORTS);
  return { account, id };
}
