import type { CampaignDecision, SpokenRule } from '../../domain/campaign/campaign-types';
import { describeView } from '../../domain/campaign/ticket-sentence';
import type { View } from '../../domain/ticket/view';
import type { ActivityDeps } from '../deps';
import { type Unanswered, unansweredText } from './ask-about';
import { keptDecision, type PolicyCase } from './policy-case';

/** What the policy says before anybody is asked about the person. */
export interface Allowed {
  readonly view: View;
  readonly early: Extract<CampaignDecision, { kind: 'send' }>;
}

const RULE = 'vendors_answered';
/** Up to here the rules have asked about the ticket alone. */
const FIRST_OF_PERSON: SpokenRule['rule'] = 'not_expired';

/**
 * Keeps that a campaign is allowed as far as its ticket goes, and waits for a vendor's answer about its person: without that nobody could be
 * told of it. As `held`, so that whatever comes next decides anew; since the first time that it went unanswered.
 */
export async function keepUnanswered(
  { store }: ActivityDeps,
  policyCase: PolicyCase,
  { view, early, unanswered }: Allowed & { readonly unanswered: Unanswered },
): Promise<void> {
  const { account, ticketId } = policyCase.ref;
  const { now, until } = unanswered;
  const before = (await store.decisions.ofTicket(account, ticketId)).find(
    ({ closedAt }) => closedAt === policyCase.decision.closedAt,
  );
  const since = before?.kind === 'held' && before.rules.at(-1)?.rule === RULE ? before.askedAt : now;
  const why = unansweredText(unanswered, since);
  const about = early.rules.findIndex(({ rule }) => rule === FIRST_OF_PERSON);
  const rules = [...early.rules.slice(0, about), { rule: RULE, says: 'held', sentence: why } as const];
  const decision = { kind: 'wait', why, until, rules } as const;
  await store.decisions.keep(account, ticketId, { ...keptDecision(policyCase, decision, since), kind: 'held' });
  await store.tickets.keepStage(account, ticketId, {
    stage: 'ended',
    sentence: describeView(view, { campaign: decision }),
  });
}
