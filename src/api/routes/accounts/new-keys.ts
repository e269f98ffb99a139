import { ConnectorError, ERROR_CODES, type ErrorCode, isErrorCode } from '../../../domain/errors/connector-error';
import { tellTemporal } from '../../../control/tell-temporal';
import type { ConnectorControl, KeyChange } from '../../../control/control';
import type { KeyTrial } from '../../../workflows/messages';

/** Which field of the request a vendor's answer is about. */
const FIELDS = { gorgias: 'apiKey', brevo: 'brevoApiKey' } as const;

/**
 * The vendors that accept the new keys; nothing is stored before.
 * @param isInstalled the account has keys already, which stay
 * @throws the code of what the first vendor says that does not, with both sentences.
 */
export async function requireAccepted(
  connector: ConnectorControl,
  { account, isInstalled }: { readonly account: string; readonly isInstalled: boolean },
  change: KeyChange,
): Promise<readonly string[]> {
  const stays = isInstalled ? 'the keys of before stay' : `${account} is not installed`;
  const untried = `Nothing was changed: ${stays}. The new ones could not be tried.`;
  const trials = await tellTemporal(untried, () => connector.tryKeys(account, change));
  const [first, ...others] = trials.filter(({ ok }) => !ok);
  if (first === undefined) return trials.map(({ vendor }) => vendor);
  const sentences = [first, ...others].map(({ refusal }) => (refusal?.message ?? '').replace(/\.$/, ''));
  const message = `${sentences.join('. ')}. Nothing was changed: ${stays}; with \`force\` (\`--force\` on the command line) the new ones are kept all the same.`;
  const steps = [first, ...others].map((trial) => ERROR_CODES[codeOf(trial)].nextStep);
  throw new ConnectorError(codeOf(first), message, {
    details: { field: FIELDS[first.vendor] },
    nextStep: [...swapped(change), ...new Set(steps)].join(' '),
  });
}

/** Brevo's keys begin alike, Gorgias' do not. */
function swapped({ gorgiasApiKey = '', brevoApiKey = '' }: KeyChange): readonly string[] {
  if (gorgiasApiKey.startsWith('xkeysib-')) return ['The key that is given for Gorgias is one of Brevo.'];
  return /^xsmtpsib-/.test(brevoApiKey) ? ['The key that is given for Brevo is one of its SMTP keys.'] : [];
}

function codeOf({ refusal }: KeyTrial): ErrorCode {
  return isErrorCode(refusal?.code) ? refusal.code : 'bug';
}
