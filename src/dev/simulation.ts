import { startSimulation } from '../../packages/sandbox/life/simulation';
import type { Sandbox } from '../../packages/sandbox/start';
import { SECRET_HEADER } from '../webhooks/secret';
import { WEBHOOK_TEMPLATES } from '../webhooks/template';

export interface SimulationTarget {
  /** The connector's own webhook door. */
  readonly webhookUrl: string;
  /** Null: nothing is sent to the door, and the change feed alone tells of what happens. */
  readonly secret: string | null;
  /** Hears of each happening in one line, the local time before it. */
  readonly report: (line: string) => void;
  /** Shortest and longest time between two happenings, milliseconds. Default: 5 to 10 seconds. */
  readonly pace?: readonly [number, number];
}

/** Slow enough to read, fast enough to see a ticket through from its opening to its rating in two minutes. */
const PACE = [5_000, 10_000] as const;

/**
 * Starts the sandbox' daily life, with one HTTP integration a trigger as `tajo connectors webhooks gorgias` makes them.
 * @param onHappening Called after each happening: what is not kept would happen again under the same ids after a crash.
 * @returns Ends it.
 */
export function beginSimulation(
  { world, gorgias }: Sandbox,
  { seed, webhookUrl, secret, report, pace = PACE }: SimulationTarget & { readonly seed: number },
  onHappening: () => void,
): () => void {
  const headers = secret === null ? null : { [SECRET_HEADER]: secret };
  for (const { name, trigger, form } of headers === null ? [] : WEBHOOK_TEMPLATES) {
    gorgias.integrations.create({
      name,
      type: 'http',
      http: { url: webhookUrl, method: 'POST', form, headers, triggers: { [trigger]: true } },
    });
  }
  report('From now on tickets are opened, answered, closed and rated in the sandbox:');
  const simulation = startSimulation(world, {
    seed,
    pace,
    onHappening: ({ at, text }) => {
      onHappening();
      report(`${timeOfDay(at)}  ${text}`);
    },
  });
  return () => simulation.stop();
}

/** `14:05:12`, as a clock on the wall shows it. */
function timeOfDay(ms: number): string {
  const date = new Date(ms);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
