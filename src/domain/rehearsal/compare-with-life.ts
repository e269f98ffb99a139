import { millisecondsBetween, type Timestamp } from '../timestamp';
import type { KeptEnd, PastSend, PersonPast, RehearsedEnd } from './rehearsal-types';

/** What life has not come to yet is no difference: a poll, a queue or a limit may be in between. */
const SOON_MS = 10 * 60_000;

/**
 * Why life said something else than the rehearsal of the same policy. `before_installation`: nobody watched then. `not_decided`: the
 * connector was off, or has forgotten. `facts`: what is known of the ticket now is not what was known then. `outcome`: its score, or the
 * thresholds, have changed since. `policy`: the campaigns have. `person`: the address or the consent was another. `late`: life was held up,
 * for long or for as long as something took to happen in between. `program`: a program sent a campaign. `under_way`: life has not come to
 * it yet. `refused`, `given_up`, `unknown`: both let it through, and it was not sent, or nobody can say. `other_ticket`: it follows from
 * another difference of the person. `unexplained`: none of these.
 */
export type DifferenceCause =
  | 'before_installation'
  | 'not_decided'
  | 'facts'
  | 'outcome'
  | 'policy'
  | 'person'
  | 'late'
  | 'program'
  | 'under_way'
  | 'refused'
  | 'given_up'
  | 'unknown'
  | 'other_ticket'
  | 'unexplained';

/** One end of a ticket as the rehearsal and life have it; null: only the other one knows it. */
export interface Compared {
  readonly ticketId: number;
  readonly closedAt: Timestamp;
  readonly rehearsed: RehearsedEnd | null;
  readonly life: KeptEnd | null;
  /** Null: they agree. */
  readonly cause: DifferenceCause | null;
}

interface Comparison {
  readonly person: PersonPast;
  readonly from: Timestamp;
  readonly until: Timestamp;
  /** What was closed before, nobody watched. */
  readonly watchedFrom: Timestamp;
}

/** Holds each end of a person's tickets against what was really said of it. */
export function compareWithLife(rehearsed: readonly RehearsedEnd[], comparison: Comparison): readonly Compared[] {
  const { person, from, watchedFrom } = comparison;
  const known = person.tickets.flatMap(({ ticketId, keptEnds }) => keptEnds.map((life) => ({ ticketId, life })));
  const ofEnds = rehearsed.map((end) => {
    const life = known.find((one) => one.ticketId === end.ticketId && end.witnesses.includes(one.life.closedAt));
    return pair(
      { ticketId: end.ticketId, closedAt: end.closedAt, rehearsed: end, life: life?.life ?? null },
      comparison,
    );
  });
  const met = new Set(ofEnds.map(({ life }) => life));
  const start = from > watchedFrom ? from : watchedFrom;
  const ofLife = known
    .filter(({ life }) => !met.has(life) && life.closedAt >= start)
    .map(({ ticketId, life }) => pair({ ticketId, closedAt: life.closedAt, rehearsed: null, life }, comparison));
  const all = [...ofEnds, ...ofLife];
  const differs = all.some(({ cause }) => cause !== null && cause !== 'unexplained');
  return all.map((one) =>
    one.cause === 'unexplained' && differs && isOfOthers(one) ? { ...one, cause: 'other_ticket' } : one,
  );
}

function pair(ends: Omit<Compared, 'cause'>, comparison: Comparison): Compared {
  return { ...ends, cause: causeOf(ends, comparison) };
}

function causeOf(
  { ticketId, closedAt, rehearsed, life }: Omit<Compared, 'cause'>,
  { person, until, watchedFrom }: Comparison,
): DifferenceCause | null {
  if (closedAt < watchedFrom) return 'before_installation';
  if (rehearsed === null) return 'facts';
  if (life === null) return millisecondsBetween(rehearsed.at, until) < SOON_MS ? 'under_way' : 'not_decided';
  if (isSame(rehearsed, life)) return causeOfSending(life.sending, rehearsed, until);
  if (life.by === 'not_from_backfill') return 'before_installation';
  if (life.outcome !== rehearsed.outcome) return 'outcome';
  if (life.campaign !== rehearsed.campaign) return 'policy';
  if (isOfProgram(person.sends, ticketId, [life.by, rehearsed.by])) return 'program';
  if (PERSON_RULES.includes(life.by ?? '') || PERSON_RULES.includes(rehearsed.by ?? '')) return 'person';
  if (life.kind === 'wait' || life.kind === 'held')
    return millisecondsBetween(rehearsed.at, until) < SOON_MS ? 'under_way' : 'late';
  if (life.by === 'not_expired' || isOfTheMoment(life, rehearsed)) return 'late';
  if (millisecondsBetween(rehearsed.at, life.askedAt) > SOON_MS) return 'late';
  return 'unexplained';
}

/** Asked when life was late to ask, the rehearsal says what life said: a ticket was reopened meanwhile, another one opened … */
function isOfTheMoment({ kind, by }: KeptEnd, { whenLifeAsked: late }: RehearsedEnd): boolean {
  return late !== null && late.kind === kind && late.by === by;
}

/** What was decided alike has not been sent by that. */
function causeOfSending(sending: KeptEnd['sending'], { at }: RehearsedEnd, until: Timestamp): DifferenceCause | null {
  if (sending === null || sending === 'sent') return null;
  if (sending !== 'intended' && sending !== 'sending') return sending;
  return millisecondsBetween(at, until) < SOON_MS ? 'under_way' : 'late';
}

const PERSON_RULES: readonly string[] = [
  'has_email',
  'consent_known',
  'not_blocklisted',
  'not_unsubscribed',
  'not_on_list',
];

function isSame(rehearsed: RehearsedEnd, life: KeptEnd): boolean {
  if (rehearsed.outcome !== life.outcome || rehearsed.kind !== life.kind) return false;
  return rehearsed.campaign === life.campaign && (rehearsed.kind === 'send' || rehearsed.by === life.by);
}

function isOfProgram(sends: readonly PastSend[], ticketId: number, rules: readonly (string | null)[]): boolean {
  if (rules.includes('once_per_ticket')) return sends.some((send) => send.ticketId === ticketId);
  return rules.includes('frequency_cap') && sends.length > 0;
}

/** Rules that ask about the person's other tickets. */
function isOfOthers({ life, rehearsed }: Compared): boolean {
  const rules = ['frequency_cap', 'no_worse_end', 'no_open_ticket'];
  return [life?.by, rehearsed?.by].some((rule) => rules.includes(rule ?? ''));
}
