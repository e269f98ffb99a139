import { BEFORE_IT_WATCHED, UNINSTALLED_MEANWHILE } from './campaign-rules';
import type { CampaignRuleName } from './campaign-types';
import type { Fate } from './fates';
import { type HeldAs, type Holder, holderIn, holderOf } from './holders';

/**
 * By what the sentences of a rule are known again, of campaigns that programs asked for: of those only the sentence is kept. A test holds them
 * against the rules.
 */
const SENTENCES: readonly (readonly [CampaignRuleName, RegExp])[] = [
  ['still_ended', /: whatever was pending is cancelled$/],
  ['once_per_ticket', /: at most one per ticket, ever$/],
  ['not_from_backfill', new RegExp(`^${BEFORE_IT_WATCHED}$`)],
  ['still_installed', new RegExp(`^${UNINSTALLED_MEANWHILE}$`)],
  ['policy', /^no campaign of the policy is for the outcome /],
  ['delay', /^due .* after the outcome, /],
  ['not_expired', /^it could not be sent by .*: it is too late for it now$/],
  ['same_answer', /^the (?:newest answer is \d|score was taken back)/],
  [
    'has_email',
    /^(?:the customer has no e-mail address|the customer could not be read yet|Brevo does not take the customer’s e-mail address|the customer’s e-mail address )/,
  ],
  ['vendors_answered', /^the policy allows it, and it waits for /],
  ['consent_known', /^Brevo’s answer about consent could not be read/],
  ['not_blocklisted', /^the contact (?:is|was) blocklisted in Brevo/],
  ['not_unsubscribed', /^the contact (?:has|had) unsubscribed/],
  ['no_worse_end', /^the newer ticket \d+ of the customer ended worse$/],
  ['no_open_ticket', /^ticket \d+ of the customer (?:is|was) /],
  ['frequency_cap', /: the cap is reached$/],
  ['not_on_list', /^the contact is on the list already/],
];

const REFUSED = 'it was not sent: ';

export interface Reasoned {
  readonly by: 'policy' | 'program';
  readonly fate: Fate;
  /** The rule that decided; null: `why` says it. */
  readonly rule: string | null;
  /** Of a program's campaign the sentence that it was told. */
  readonly why: string;
  /** Of a campaign of the policy that another ticket holds. */
  readonly heldAs: HeldAs | null;
}

/** The same campaign, with its reason as a campaign of the policy has it: one reason has one wording, whoever wanted the campaign. */
export function withReason<Row extends Reasoned>({
  heldAs,
  ...row
}: Row): Omit<Row, 'heldAs'> & { readonly holder: Holder | null } {
  if (row.by === 'policy') return { ...row, holder: holderOf(heldAs) };
  const isHeld = row.fate === 'held';
  return { ...row, ...reasonOf(row), holder: isHeld ? (holderIn(row.why)?.holder ?? null) : null };
}

function reasonOf({ fate, why }: Omit<Reasoned, 'heldAs'>): Pick<Reasoned, 'rule' | 'why'> {
  // How it went out stands in the story; that it did is the reason.
  if (fate === 'sent') return { rule: null, why: '' };
  const rule = SENTENCES.find(([, sentence]) => sentence.test(why))?.[0] ?? null;
  return { rule, why: rule === null && why.startsWith(REFUSED) ? why.slice(REFUSED.length) : why };
}
