import { type CampaignRuleName, type PolicyInput, type SpokenRule } from './campaign-types';
import { plus, type Timestamp } from '../timestamp';

/** One rule of the policy; null: it has nothing to say of such a campaign. */
export type Ask = (input: PolicyInput) => Said | null;

export type Said = SpokenRule & {
  readonly until?: Timestamp;
  readonly heldBy?: number;
  /** What holds it has to be read once more. */
  readonly toRead?: boolean;
};

/** A ticket that was asked for is read with the next run; should it not be, it is asked for again. */
export const READ_AGAIN_MS = 10 * 60_000;

/** When the delay is over. */
export function dueAt({ campaign, ticket }: PolicyInput): Timestamp {
  return plus(ticket.decidedAt, campaign?.rule.delayMs ?? 0);
}

export function pass(rule: CampaignRuleName, sentence: string): SpokenRule {
  return { rule, says: 'pass', sentence };
}

export function skip(rule: CampaignRuleName, sentence: string): SpokenRule {
  return { rule, says: 'skip', sentence };
}
