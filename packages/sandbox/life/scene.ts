import { type Random } from '../random';
import { type SurveyRecord, type TicketRecord } from '../world/records';
import { type World } from '../world/world';
import { type Cast } from './cast';

/** What the next step of a ticket's story is played with. */
export interface Scene {
  readonly world: World;
  readonly random: Random;
  readonly cast: Cast;
  readonly ticket: TicketRecord;
  readonly survey: SurveyRecord | null;
}

/** `happened` in words; `pause`: nothing yet, `end`: nothing more is to come of this ticket. */
export type Step = { readonly kind: 'happened'; readonly words: string } | { readonly kind: 'pause' | 'end' };

export const happened = (words: string): Step => ({ kind: 'happened', words });
export const pause: Step = { kind: 'pause' };
export const end: Step = { kind: 'end' };
