import { type Fate, FATE_TEXTS, PENDING_FATES } from '../../../domain/campaign/fates';
import { isCampaignRule, REASON_TEXTS } from '../../../domain/campaign/reason-texts';
import { type Holder, holdText } from '../../../domain/campaign/holders';
import { isErrorCode } from '../../../domain/errors/connector-error';
import { ERROR_TEXTS } from '../../../domain/errors/error-texts';

const OTHERS: Readonly<Record<string, string>> = {
  refused: 'Brevo refused it',
  given_up: 'it was given up: the connector was uninstalled, or its Brevo account was replaced',
};

/** What may have decided about a campaign. */
export const FATE_RULES: readonly string[] = [...Object.keys(REASON_TEXTS), ...Object.keys(OTHERS)];

/**
 * Why a campaign is where it is, in a sentence that stands for every ticket of which the same became.
 *
 * @param isStopped the account is off, paused or refused: no time brings on what waits
 * @param holder how the ticket stands that holds it
 * @param why what was written down of it, which says more than its fate where no rule has decided
 */
export function fateReason({
  fate,
  rule,
  holder = null,
  why = '',
  isStopped = false,
}: {
  readonly fate: Fate;
  readonly rule: string | null;
  readonly holder?: Holder | null;
  readonly why?: string;
  readonly isStopped?: boolean;
}): string {
  if (!isStopped || !PENDING_FATES.includes(fate)) return reasonOf({ fate, rule, holder, why });
  // Whether its delay is over by now changes nothing.
  const text = rule === 'delay' ? 'it has a delay' : reasonOf({ fate, rule, holder, why });
  return `${text}, and nothing leaves until the connector goes on`;
}

function reasonOf({
  fate,
  rule,
  holder,
  why,
}: {
  readonly fate: Fate;
  readonly rule: string | null;
  readonly holder: Holder | null;
  readonly why: string;
}): string {
  if (holder !== null) return holdText(holder);
  if (rule !== null) return isCampaignRule(rule) ? REASON_TEXTS[rule] : (OTHERS[rule] ?? FATE_TEXTS[fate]);
  if (isErrorCode(why)) return `${ERROR_TEXTS[why].what.replace(/\.$/, '')} (${why})`;
  return why === '' ? FATE_TEXTS[fate] : why;
}
