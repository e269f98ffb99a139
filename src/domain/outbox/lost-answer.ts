import { millisecondsBetween, type Timestamp } from '../timestamp';
import type { CampaignRule } from '../campaign/campaign-types';

/** Brevo says nowhere how long an event takes to show in `GET /events`: absent before this proves nothing (brevo-api.md 9). */
const VISIBLE_WITHIN_MS = 60_000;
/** No request takes longer (`http/transport.ts`): before this, one without an answer may still be under way. */
const ON_THE_WIRE_MS = 30_000;
/** Brevo remembers a mail's idempotency key for 30 minutes now, for 15 in an older note (brevo-api.md 3.22). */
const MAIL_KEY_HOLDS_MS = 14 * 60_000;

/** A request whose answer was lost, or whose sender died. */
export interface LostAnswer {
  /** Null: an event of the timeline. */
  readonly send: CampaignRule['send'] | null;
  /** The idempotency key under which a mail may have been sent is known. It went with the database from before a restore. */
  readonly hasMailKey: boolean;
  /** True: nobody has given the attempt up yet. */
  readonly mayBeOnTheWire: boolean;
  readonly firstTriedAt: Timestamp;
  readonly triedAt: Timestamp;
  readonly now: Timestamp;
  /** What Brevo says of it when it is asked; null: it was not asked, or it cannot be. */
  readonly received: boolean | null;
}

/**
 * What is to be done about it (design D8). `ask`: Brevo can be asked whether it has it. `again`: it is safe to send it again. `unknown`: it
 * cannot be found out any more, and a campaign is not repeated on doubt.
 */
export type LostAnswerStep =
  { readonly kind: 'wait'; readonly ms: number } | { readonly kind: 'ask' | 'sent' | 'again' | 'unknown' };

export function afterLostAnswer(lost: LostAnswer): LostAnswerStep {
  const { send, received, mayBeOnTheWire } = lost;
  const sinceLastMs = millisecondsBetween(lost.triedAt, lost.now);
  if (mayBeOnTheWire && sinceLastMs < ON_THE_WIRE_MS) return { kind: 'wait', ms: ON_THE_WIRE_MS - sinceLastMs };
  if (send !== null && 'listId' in send) return { kind: 'again' };
  if (send !== null && 'templateId' in send) {
    const isRemembered = millisecondsBetween(lost.firstTriedAt, lost.now) < MAIL_KEY_HOLDS_MS;
    return { kind: lost.hasMailKey && isRemembered ? 'again' : 'unknown' };
  }
  if (received === null) return { kind: 'ask' };
  if (received) return { kind: 'sent' };
  if (sinceLastMs < VISIBLE_WITHIN_MS) return { kind: 'wait', ms: VISIBLE_WITHIN_MS - sinceLastMs };
  return { kind: send === null ? 'again' : 'unknown' };
}
