import { startSimulation } from '../../packages/sandbox/life/simulation';
import type { Sandbox } from '../../packages/sandbox/start';
import { SECRET_HEADER } from '../webhooks/secret';
import { WEBHOOK_TEMPLATES } from '../webhooks/template';

export interface SimulationTarget {
  /** The connector's own webhook door. */
  readonly webhookUrl: string;
  /** Null: nothing is sent to the door, and the change feed alone tells of what happens. */
  readonly secret: string | null;
  /** For how long after its closing a ticket waits for its score here, milliseconds. */
  readonly waitMs: number;
  /** Hears of each happening in one line, the local time before it. */
  readonly report: (line: string) => void;
  /** Shortest and longest time between two happenings, milliseconds. Default: 5 to 10 seconds. */
  readonly pace?: readonly [number, number];
}

/** Slow enough to read, fast enough to see a ticket through from its opening to its rating in two minutes. */
const PACE = [5_000, 10_000] as const;
/** For the connector to have decided without the score. */
const AFTER_WAIT_MS = 30_000;
/** Nobody watches for longer until a score comes that was waited for no more. */
const LONGEST_WATCHED_MS = 300_000;

/**
 * Starts the sandbox' daily life, with one HTTP integration a trigger as `tajo connectors webhooks gorgias` makes them.
 * @param onHappening Called after each happening: what is not kept would happen again under the same ids after a crash.
 * @returns Ends it.
 */
export function beginSimulation(
  { world, gorgias, brevo }: Sandbox,
  { seed, webhookUrl, secret, waitMs, report, pace = PACE }: SimulationTarget & { readonly seed: number },
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
    showing: {
      lateAfterMs: waitMs > LONGEST_WATCHED_MS ? null : waitMs + AFTER_WAIT_MS,
      mayBeMailed: (email) => mayBeMailed(brevo, email),
      takeOffMail: (email) => brevo.people.blocklist(email),
    },
    onHappening: ({ at, text }) => {
      onHappening();
      report(`${timeOfDay(at)}  ${text}`);
    },
  });
  return () => simulation.stop();
}

/** Somebody whom Brevo does not know has asked for nothing. */
function mayBeMailed({ state }: Sandbox['brevo'], email: string): boolean {
  const contact = state.contact(email.toLowerCase());
  return contact === null || (!contact.emailBlacklisted && contact.listUnsubscribed === null);
}

/** `14:05:12`, as a clock on the wall shows it. */
function timeOfDay(ms: number): string {
  const date = new Date(ms);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
