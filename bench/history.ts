import type { Client } from '@temporalio/client';

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;
type HistoryEvent = NonNullable<NonNullable<History['events']>[number]>;

/** What a run's history tells of it. */
export interface RunFigures {
  readonly publishedMs: number;
  /** Null while the run has not ended. */
  readonly confirmedMs: number | null;
  /** Temporal Cloud's unit of account: the start, activities and their retries, timers, signals; heartbeats are reckoned from the durations. */
  readonly actions: number;
  readonly heartbeats: number;
  readonly activities: Readonly<Record<string, number>>;
  readonly events: number;
  readonly bytes: number;
}

/** The activity that first asks Brevo about its imports: all lists are read and everything is published then. */
const AFTER_PUBLISHING = 'confirmImports';
/** The first heartbeat of an activity leaves after so long, the next ones are held back by the SDK to 80 % of the timeout. */
const FIRST_HEARTBEAT_MS = 4_000;
const NEXT_HEARTBEAT_MS = 8_000;

export async function readRun(client: Client, workflowId: string): Promise<RunFigures> {
  const handle = client.workflow.getHandle(workflowId);
  const events = (await handle.fetchHistory()).events ?? [];
  const info = (await handle.describe()).raw.workflowExecutionInfo;
  const closeTime = info?.closeTime ?? null;
  const startedAt = at(events[0]);
  const published = events.find((event) => nameOf(event) === AFTER_PUBLISHING);
  const heartbeats = reckonHeartbeats(events);
  return {
    publishedMs: at(published) - startedAt,
    confirmedMs: closeTime === null ? null : at({ eventTime: closeTime }) - startedAt,
    actions: events.reduce((sum, event) => sum + actionsOf(event), 0) + heartbeats,
    heartbeats,
    activities: countByName(events),
    events: events.length,
    bytes: Number(info?.historySizeBytes ?? 0),
  };
}

function nameOf(event: HistoryEvent): string | null {
  return event.activityTaskScheduledEventAttributes?.activityType?.name ?? null;
}

function actionsOf(event: HistoryEvent): number {
  // Each attempt counts; the history shows only the last one's number.
  const attempts = event.activityTaskStartedEventAttributes?.attempt ?? null;
  if (attempts !== null) return attempts;
  const one =
    event.workflowExecutionStartedEventAttributes ??
    event.timerStartedEventAttributes ??
    event.workflowExecutionSignaledEventAttributes ??
    null;
  return one === null ? 0 : 1;
}

function reckonHeartbeats(events: readonly HistoryEvent[]): number {
  const byId = new Map(events.map((event) => [String(event.eventId), event]));
  let heartbeats = 0;
  for (const event of events) {
    const started = byId.get(String(event.activityTaskCompletedEventAttributes?.startedEventId ?? ''));
    if (started === undefined) continue;
    const ms = at(event) - at(started);
    if (ms >= FIRST_HEARTBEAT_MS) heartbeats += 1 + Math.floor((ms - FIRST_HEARTBEAT_MS) / NEXT_HEARTBEAT_MS);
  }
  return heartbeats;
}

function countByName(events: readonly HistoryEvent[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const event of events) {
    const name = nameOf(event);
    if (name !== null) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function at(event: Pick<HistoryEvent, 'eventTime'> | undefined): number {
  const time = event?.eventTime ?? null;
  if (time === null) throw new Error('the history has no such event');
  return Number(String(time.seconds ?? 0)) * 1_000 + (time.nanos ?? 0) / 1e6;
}
