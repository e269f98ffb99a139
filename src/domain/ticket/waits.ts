import { millisecondsBetween, type Timestamp } from '../timestamp';

/** A time in which nothing of a ticket could go on, as its notes have it. */
export interface Wait {
  /** Null: it goes on. */
  readonly until: Timestamp | null;
  /** Who was in the way and how, in words that stay true when it is over; names nobody. */
  readonly reason: string;
}

/** How the note of a wait begins that goes on, and of one that is over. Kept in notes: never change. */
export const WAITS = 'waits: ';
export const WAITED = 'waited until ';

const SILENT = ' did not answer';
/** One request that was lost is repeated within seconds (`store/accounts/unanswered.ts`). */
const WORTH_A_WORD_MS = 15_000;

/** Why a step waits that failed with a code of the closed list; null: it is over in a moment, or no vendor and no person is in the way. */
export function waitReason({ code, message }: { readonly code: string; readonly message: string }): string | null {
  switch (code) {
    case 'account.paused':
      return 'the connector was paused';
    case 'account.off':
      return 'the connector was switched off';
    case 'gorgias.unavailable':
    case 'gorgias.timeout':
      return `Gorgias${SILENT}`;
    case 'brevo.unavailable':
    case 'brevo.timeout':
      return `Brevo${SILENT}`;
    case 'gorgias.rate_limited':
    case 'brevo.rate_limited':
    case 'brevo.busy':
      return null;
    default:
      // Which request has met it says nothing of the ticket, and the next one would be another reason.
      return /^(?:auth|gorgias|brevo)\./.test(code) ? message.replace(/ \([^()]*\)$/, '') : null;
  }
}

/** The wait that a note tells of; null: it tells of something else. */
export function readWait(note: string): Wait | null {
  if (note.startsWith(WAITS)) return { until: null, reason: note.slice(WAITS.length) };
  const ended = /^waited until (\S+Z): (.+)$/.exec(note);
  if (ended === null) return null;
  const [, until = '', reason = ''] = ended;
  return { until: until as Timestamp, reason };
}

/** A silence that was over at once has held up nothing. */
export function isWorthAWord(since: Timestamp, { until, reason }: Wait): boolean {
  return until === null || !reason.endsWith(SILENT) || millisecondsBetween(since, until) >= WORTH_A_WORD_MS;
}
