import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { ACCOUNT_ATTRIBUTE } from '../messages';

/** A run that was started by hand is found by its account too. */
export function labelAccount(account: string): void {
  const known = workflowInfo().typedSearchAttributes.get(ACCOUNT_ATTRIBUTE);
  if (known === undefined) upsertSearchAttributes([{ key: ACCOUNT_ATTRIBUTE, value: account }]);
}
