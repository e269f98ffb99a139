import type { RequestFate } from './requested-campaign';
import { againAt, type Moment } from './ticket-sentence';
import type { Timestamp } from '../timestamp';

interface SaidRequest {
  readonly name: string;
  /** `asked`: nobody has decided about it yet. */
  readonly status: 'asked' | RequestFate;
  readonly reason: string;
  readonly until: Timestamp | null;
}

/** What became of a campaign that a program asked for, e.g. `thanks, asked for by a program, is sent`. Names nobody. */
export function describeRequest({ name, status, reason, until }: SaidRequest, moment: Moment): string {
  const asked = `${name}, asked for by a program,`;
  switch (status) {
    case 'asked':
      return `${asked} is not decided yet`;
    case 'sent':
      return `${asked} is sent`;
    case 'held': {
      const again = until === null ? '' : `, and asked for again ${againAt(until, moment)}`;
      return `${asked} is held${again}: ${reason}`;
    }
    case 'skipped':
      return `${asked} is not sent: ${reason}`;
    case 'given-up':
      return `${asked} was given up: ${reason}`;
    case 'unknown':
      return `${asked} may or may not have been sent, and is not repeated`;
  }
}

/** The same among what has happened, e.g. `campaign thanks, asked for by a program: sent as the Brevo event THANKS`. Kept in notes. */
export function requestEvent({ name, status, reason }: Pick<SaidRequest, 'name' | 'status' | 'reason'>): string {
  const became = status === 'asked' ? 'it is not decided yet' : status === 'sent' ? reason : `${status}, ${reason}`;
  return `campaign ${name}, asked for by a program: ${became}`;
}
