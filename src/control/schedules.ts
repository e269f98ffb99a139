import { type Client, ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import { incrementalScheduleId, incrementalSyncWorkflowId, TASK_QUEUE, WORKFLOW_TYPES } from '../workflows/messages';
import { accountAttributes } from '../temporal/search-attributes';
import { reachable } from './temporal-call';

/** After an outage one run catches up on everything, so missed ones within a minute are enough. */
const CATCH_UP = '1 minute';

/**
 * The incremental sync of an account, as a Temporal Schedule (design D6): never two at once. Made, or brought to these settings.
 * @returns true when it goes on after `enabled: false`: what was stopped then may go on too.
 */
export async function ensureSchedule(
  client: Client,
  account: string,
  { everyMs, runs = true }: { readonly everyMs: number; readonly runs?: boolean },
): Promise<boolean> {
  const scheduleId = incrementalScheduleId(account);
  const spec = { intervals: [{ every: everyMs }] };
  const policies = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCH_UP } as const;
  const action = {
    type: 'startWorkflow' as const,
    workflowType: WORKFLOW_TYPES.incrementalSync,
    workflowId: incrementalSyncWorkflowId(account),
    taskQueue: TASK_QUEUE,
    args: [{ account }],
    typedSearchAttributes: accountAttributes(account),
    priority: { priorityKey: 2 },
  };
  try {
    await client.schedule.create({ scheduleId, spec, action, policies, state: { triggerImmediately: true } });
    return false;
  } catch (thrown) {
    if (!(thrown instanceof ScheduleAlreadyRunning)) throw thrown;
    const handle = client.schedule.getHandle(scheduleId);
    await handle.update(({ state }) => ({ spec, action, policies, state }));
    if (!runs || !(await isSwitchedOff(client, account))) return false;
    await handle.unpause('enabled: true');
    await handle.trigger(ScheduleOverlapPolicy.ALLOW_ALL);
    return true;
  }
}

const SWITCHED_OFF = 'enabled: false';

async function isSwitchedOff(client: Client, account: string): Promise<boolean> {
  const { state } = await client.schedule.getHandle(incrementalScheduleId(account)).describe();
  return state.paused && state.note === SWITCHED_OFF;
}

/** Until a start with `enabled: true`; one that a person has paused stays so. */
export async function switchOffSchedule(client: Client, account: string): Promise<void> {
  await known(client.schedule.getHandle(incrementalScheduleId(account)).pause(SWITCHED_OFF));
}

export async function pauseSchedule(client: Client, account: string): Promise<void> {
  await known(client.schedule.getHandle(incrementalScheduleId(account)).pause('tajo connectors pause gorgias'));
}

/** Goes on, at once: the run may have waited for a new key. */
export async function resumeSchedule(client: Client, account: string): Promise<void> {
  const handle = client.schedule.getHandle(incrementalScheduleId(account));
  await known(handle.unpause('tajo connectors resume gorgias'));
  await known(handle.trigger(ScheduleOverlapPolicy.ALLOW_ALL));
}

/**
 * Ids of the runs that the schedule has begun and that may not have ended, as the schedule itself knows them. One that was triggered stands
 * among the last ten alone: it keeps no other from beginning, so nobody waits for its end.
 */
export async function runsOfSchedule(client: Client, account: string): Promise<readonly string[]> {
  const handle = client.schedule.getHandle(incrementalScheduleId(account));
  const ids: string[] = [];
  await known(
    reachable(client, async () => {
      const { info } = await handle.describe();
      const begun = [...info.runningActions, ...info.recentActions.map(({ action }) => action)];
      ids.push(...begun.map(({ workflow }) => workflow.workflowId));
    }),
  );
  return [...new Set(ids)];
}

export async function removeSchedule(client: Client, account: string): Promise<void> {
  await known(client.schedule.getHandle(incrementalScheduleId(account)).delete());
}

/** An account that only ever runs full syncs has no schedule. */
async function known(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (thrown) {
    if (!(thrown instanceof ScheduleNotFoundError)) throw thrown;
  }
}
