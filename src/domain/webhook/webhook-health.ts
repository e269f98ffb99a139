import { plus, type Timestamp } from '../timestamp';

/** How an account's webhooks fare, over all processes. */
export interface WebhookHealth {
  /** When the newest was accepted; null: none ever was, so webhooks are not in use. */
  readonly acceptedAt: Timestamp | null;
  /** Refused in a row since then. */
  readonly refusals: number;
  readonly refusedAt: Timestamp | null;
  /** HTTP status of the newest refusal. */
  readonly refusedStatus: number | null;
  /** Tickets that have changed since the newest was accepted, counted to a thousand, and the first of these changes. */
  readonly unheard: number;
  readonly unheardSince: Timestamp | null;
  /** What the log has told of already. */
  readonly told: WebhookProblemKind | null;
}

export type WebhookProblemKind = 'failing' | 'silent';

export interface WebhookProblem {
  readonly kind: WebhookProblemKind;
  readonly sentence: string;
  readonly nextStep: string;
}

/** Gorgias switches an endpoint off after 100 failures in a row, or 500 (gorgias-api.md 9.4). */
const REFUSALS_IN_A_ROW = 10;
/** Whoever knocks without the secret cannot raise an alarm while webhooks are accepted in between. */
const REFUSED_FOR_MS = 5 * 60_000;
const SILENCE_MS = 3_600_000;
/** A single change may be one of those that Gorgias has no trigger for. */
const MISSED_TICKETS = 3;

const SET_UP = 'tajo connectors webhooks gorgias --url ADDRESS --create';

/** Null: nothing that a person would have to act on. `secretSet`: whether the door accepts webhooks at all. */
export function webhookProblem(
  health: WebhookHealth,
  { now, secretSet }: { readonly now: Timestamp; readonly secretSet: boolean },
): WebhookProblem | null {
  const { acceptedAt, refusals, unheard, unheardSince } = health;
  const acceptsNone = acceptedAt === null || plus(acceptedAt, REFUSED_FOR_MS) <= now;
  if (refusals >= REFUSALS_IN_A_ROW && acceptsNone) return failing(health, secretSet);
  if (!secretSet || acceptedAt === null || unheardSince === null) return null;
  if (unheard < MISSED_TICKETS || plus(unheardSince, SILENCE_MS) > now) return null;
  return {
    kind: 'silent',
    sentence: `No webhook has come since ${formatTime(acceptedAt)}, although ${unheard >= 1000 ? 'a thousand' : String(unheard)} tickets changed; the feed found them.`,
    nextStep: `Gorgias cannot reach the connector, or has switched its integrations off. Switch them on: ${SET_UP}`,
  };
}

function failing({ refusals, refusedAt, refusedStatus }: WebhookHealth, secretSet: boolean): WebhookProblem {
  const newest = refusedAt === null ? '' : `, the newest at ${formatTime(refusedAt)} with ${String(refusedStatus)}`;
  return {
    kind: 'failing',
    sentence: `The last ${String(refusals)} webhooks were refused${newest}. Gorgias switches an integration off after about a hundred.`,
    nextStep: secretSet ? remedyFor(refusedStatus) : 'Set GORGIAS_WEBHOOK_SECRET and start the connector again.',
  };
}

function remedyFor(status: number | null): string {
  switch (status) {
    case 401:
      return `The secret that they carry is not GORGIAS_WEBHOOK_SECRET. Give Gorgias the right one: ${SET_UP}`;
    case 429:
      return 'More came at once than one address may send; the feed finds what was missed.';
    case 503:
      return 'Temporal did not take them in time. Look at GET /readyz; the feed finds what was missed.';
    default:
      return `Compare the integrations in Gorgias with: tajo connectors webhooks gorgias`;
  }
}

/** `2024-03-15 17:00 UTC` */
function formatTime(at: Timestamp): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
