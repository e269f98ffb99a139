import { type FeedDraft } from '../feed';
import { RULE_ID } from '../staff';

interface RuleRun {
  readonly rule?: { readonly id: number; readonly name: string } | undefined;
  readonly trigger?: string;
  readonly failedActions?: readonly unknown[];
}

/** `data` as the web app's schema has it (gorgias-api.md 3.18). */
export function ruleExecuted({ rule, trigger = 'ticket-message-created', failedActions = [] }: RuleRun): FeedDraft {
  const { id, name } = rule ?? { id: RULE_ID, name: 'Auto reply' };
  const data = {
    id,
    name,
    type: 'user',
    priority: 1,
    event_types: [trigger],
    triggering_event_type: trigger,
    failed_actions: failedActions,
  };
  return { type: 'rule-executed', objectType: 'Rule', objectId: id, data };
}
