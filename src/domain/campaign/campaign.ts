import { CAMPAIGN_RULES } from './campaign-rules';
import {
  type Campaign,
  type CampaignDecision,
  type PolicyInput,
  type CampaignRule,
  type SpokenRule,
} from './campaign-types';
import { type Outcome } from '../ticket/state';

/** The first campaign of the policy that matches, in the order of the file. */
export function chooseCampaign(campaigns: Readonly<Record<string, CampaignRule>>, outcome: Outcome): Campaign | null {
  const [name, rule] = Object.entries(campaigns).find(([, { when }]) => when === outcome) ?? [];
  return name === undefined || rule === undefined ? null : { name, rule };
}

/**
 * Whether the campaign is sent now. `wait`: ask again at `until`. `held`: ask again whenever another ticket of the customer has ended, and at
 * `until` at the latest. `skip` is final for this outcome.
 */
export function decideCampaign(input: PolicyInput): CampaignDecision {
  const rules: SpokenRule[] = [];
  for (const ask of CAMPAIGN_RULES) {
    const said = ask(input);
    if (said === null) continue;
    const { until, heldBy, toRead, ...spoken } = said;
    rules.push(spoken);
    const { rule, says, sentence: why } = spoken;
    if (says === 'skip') return { kind: 'skip', by: rule, why, rules };
    if (heldBy !== undefined) return { kind: 'held', until: until ?? input.now, why, by: heldBy, toRead, rules };
    if (says !== 'pass') return { kind: 'wait', until: until ?? input.now, why, rules };
  }
  const { campaign } = input;
  if (campaign === null) return { kind: 'skip', by: 'policy', why: 'no campaign was chosen', rules };
  return { kind: 'send', campaign, rules };
}

/** In one sentence: by which rule, or that there is none. The last that was asked says only what itself has nothing against. */
export function whyOf(decision: CampaignDecision): string {
  return decision.kind === 'send' ? 'every rule lets it leave' : decision.why;
}
