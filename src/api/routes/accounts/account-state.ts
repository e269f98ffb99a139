import { ERROR_CODES, isErrorCode } from '../../../domain/errors/connector-error';
import type { Hold } from '../../../store/accounts/admission';
import type { AccountRow } from '../../../store/types';
import type { Connector } from '../../../../packages/sdk/contract/accounts';

type Shown = Pick<Connector, 'state' | 'stateReason' | 'stateCode'>;

/**
 * How an account is, for everybody who shows it. Off stands over what was before: nothing is asked that could be refused. New keys are
 * stored as good ones; until a request has gone through, what the vendor said last is still what is known.
 */
export function shownState(
  { state, enabled, stateReason, stateCode }: Pick<AccountRow, 'state' | 'enabled' | 'stateReason' | 'stateCode'>,
  holds: readonly Pick<Hold, 'scope' | 'code' | 'message'>[],
): Shown {
  if (!enabled) return { state: 'off', stateReason, stateCode };
  const refusal = holds.find(({ scope }) => scope === 'gorgias' || scope === 'brevo');
  if (state !== 'connected' || refusal === undefined) return { state, stateReason, stateCode };
  const { code, message } = refusal;
  const nextStep = isErrorCode(code) ? ` ${ERROR_CODES[code].nextStep}` : '';
  return { state: 'refused', stateReason: `${message}.${nextStep}`, stateCode: code };
}
