import { setWorkflowOptions } from '@temporalio/workflow';
import { activities } from './activity-options';
import { readSettingsCheckInput } from './input';
import type { SettingsCheck, SettingsCheckInput } from './messages';
import { pinned } from './versioning';

/** Holds settings against both vendors as they are now, before a run has to end because of them. Writes nothing. */
export async function settingsCheckWorkflow(input: SettingsCheckInput): Promise<SettingsCheck> {
  const { account, settings } = readSettingsCheckInput(input);
  return activities.checkSettings(account, settings);
}
setWorkflowOptions(pinned, settingsCheckWorkflow);
