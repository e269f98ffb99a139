import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Client,
  ScheduleAlreadyRunning,
  type ScheduleHandle,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import { ConnectorError } from '../domain/errors/connector-error';
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
    if (!runs || !(await isPausedByUs(handle))) return false;
    await goOn(handle, 'enabled: true');
    return true;
  }
}

const SWITCHED_OFF = 'enabled: false';
const PAUSED = 'tajo connectors pause gorgias';

/** What a person has paused in Temporal itself stays so. */
async function isPausedByUs(handle: ScheduleHandle): Promise<boolean> {
  const { paused, note } = (await handle.describe()).state;
  return paused && (note === SWITCHED_OFF || note === PAUSED);
}

/** Until a start with `enabled: true`; one that a person has paused stays so. */
export async function switchOffSchedule(client: Client, account: string): Promise<void> {
  await known(client.schedule.getHandle(incrementalScheduleId(account)).pause(SWITCHED_OFF));
}

export async function pauseSchedule(client: Client, account: string): Promise<void> {
  const handle = client.schedule.getHandle(incrementalScheduleId(account));
  await known(setPaused(handle, { paused: true, note: PAUSED }));
}

/** Goes on, at once: the run may have waited for a new key. */
export async function resumeSchedule(client: Client, account: string): Promise<void> {
  const handle = client.schedule.getHandle(incrementalScheduleId(account));
  await known(goOn(handle, 'tajo connectors resume gorgias'));
}

/** @throws `temporal.unavailable` when it stands still all the same: whoever resumed must not be told that it goes on. */
async function goOn(handle: ScheduleHandle, note: string): Promise<void> {
  if (!(await setPaused(handle, { paused: false, note })))
    throw new ConnectorError('temporal.unavailable', `Temporal did not let the schedule ${handle.scheduleId} go on`);
  await handle.trigger(ScheduleOverlapPolicy.ALLOW_ALL);
}

/** Asked so often whether it is so, and told once more at these. */
const LOOKS = 20;
const LOOK_MS = 100;
const TOLD_AGAIN_AT = [5, 10, 15];

/**
 * Pauses a schedule or lets it go on, and waits until it is so. The server keeps one request of this kind at a time: of two that come close
 * together, like going on and running at once, the first may be lost, and the schedule would stand still for good.
 * @returns whether it is so. One that still runs while the account is paused is met by the closed account.
 */
async function setPaused(
  handle: ScheduleHandle,
  { paused, note }: { readonly paused: boolean; readonly note: string },
): Promise<boolean> {
  const tell = (): Promise<void> => (paused ? handle.pause(note) : handle.unpause(note));
  await tell();
  for (let looks = 1; looks <= LOOKS; looks += 1) {
    if ((await handle.describe()).state.paused === paused) return true;
    await sleep(LOOK_MS);
    if (TOLD_AGAIN_AT.includes(looks)) await tell();
  }
  return false;
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

/** The note under which the schedule stands still in Temporal; null: it goes on, or there is none. */
export async function pauseNote(client: Client, account: string): Promise<string | null> {
  const handle = client.schedule.getHandle(incrementalScheduleId(account));
  let found: string | null = null;
  await known(
    reachable(client, async () => {
      const { paused, note } = (await handle.describe()).state;
      found = paused ? (note ?? '') : null;
    }),
  );
  return found;
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
