import type { CampaignRuleName } from '../../../domain/campaign/campaign-types';
import { REASON_TEXTS } from '../../../domain/campaign/reason-texts';
import type { DifferenceCause } from '../../../domain/rehearsal/compare-with-life';
import type { TalliedKind } from '../../../domain/rehearsal/tally';

const REASONS: Readonly<Record<CampaignRuleName, string>> = {
  ...REASON_TEXTS,
  not_from_backfill: 'the ticket was closed before the rehearsed time',
};

const CAUSES: Readonly<Record<DifferenceCause, string>> = {
  before_installation: 'the ticket was closed before the connector watched (since its last installation)',
  not_decided:
    'the connector has decided nothing (it was off, or has forgotten it), or a reopening has undone what it had decided',
  facts: 'the ticket, or its customer, is known otherwise today',
  outcome: 'the score, or what counts as satisfied, was changed since',
  policy: 'the campaigns were changed since',
  person: 'the address or the consent was another',
  late: 'the connector, or a vendor, was held up',
  program: 'a program sent a campaign',
  under_way: 'the connector has not come to it yet',
  refused: 'it was let through, and Brevo refused it',
  given_up: 'it was let through, and could not be sent in time',
  unknown: 'it was let through, and nobody can say whether Brevo has it',
  other_ticket: 'it follows from another ticket of the person that differs',
  unexplained: 'nobody knows',
};

export function reasonText(kind: TalliedKind, rule: CampaignRuleName | null): string {
  if (kind === 'undecided') return 'nobody can know yet how it ended';
  if (kind === 'send' || rule === null) return 'sent';
  return REASONS[rule];
}

export function causeText(cause: string): string {
  return CAUSES[cause as DifferenceCause];
}
