import { ERROR_CODES, isErrorCode } from '../../../domain/errors/connector-error';
import type { Hold } from '../../../store/accounts/admission';
import type { AccountRow, Store } from '../../../store/types';
import type { Connector } from '../../../../packages/sdk/contract/accounts';

type Shown = Pick<Connector, 'state' | 'stateReason' | 'stateCode'>;

/** How an account stands, for everybody who shows it. */
export interface AccountStanding extends Shown {
  /** Which vendors do not answer now. An account that asks nobody anything is told by its state alone. */
  readonly unanswered: Connector['unanswered'];
}

interface StandingOptions {
  /** What the account is held up by, if the caller has read it. */
  readonly holds?: readonly Hold[];
  /** Where `enabled` stands; `tajo.yaml` when missing. */
  readonly settingsFile?: string | undefined;
}

export async function readStanding(
  { admission, unanswered }: Pick<Store, 'admission' | 'unanswered'>,
  row: AccountRow,
  { holds, settingsFile }: StandingOptions,
): Promise<AccountStanding> {
  const shown = shownState(row, holds ?? (await admission.holds(row.account)), settingsFile);
  if (shown.state !== 'connected') return { ...shown, unanswered: [] };
  const silent = await unanswered.read(row.account);
  return {
    ...shown,
    unanswered: silent.map(({ vendor, code, message, since }) => ({
      vendor,
      code,
      since,
      reason: `${message}.`,
      nextStep: isErrorCode(code) ? ERROR_CODES[code].nextStep : null,
    })),
  };
}

/**
 * Its state alone. Off stands over what was before: nothing is asked that could be refused. New keys are stored as good ones; until a request
 * has gone through, what the vendor said last is still what is known.
 *
 * @param settingsFile where `enabled` stands, for whoever shows the reason as well
 */
export function shownState(
  { state, enabled, stateReason, stateCode }: Pick<AccountRow, 'state' | 'enabled' | 'stateReason' | 'stateCode'>,
  holds: readonly Pick<Hold, 'scope' | 'code' | 'message'>[],
  settingsFile?: string,
): Shown {
  if (!enabled) return { state: 'off', stateReason: switchOn(settingsFile), stateCode };
  const refusal = holds.find(({ scope }) => scope === 'gorgias' || scope === 'brevo');
  if (state !== 'connected' || refusal === undefined) return { state, stateReason, stateCode };
  const { code, message } = refusal;
  const nextStep = isErrorCode(code) ? ` ${ERROR_CODES[code].nextStep}` : '';
  return { state: 'refused', stateReason: `${message}.${nextStep}`, stateCode: code };
}

function switchOn(settingsFile = 'tajo.yaml'): string {
  return `Set \`enabled: true\` in ${settingsFile} and start the connector again.`;
}
