import { holdReason } from './holders';
import { type Ask, type Said, dueAt, pass, READ_AGAIN_MS, skip } from './ask';
import { type PolicyInput, DEFAULT_EXPIRES_MS, type OtherTicket, type SpokenRule } from './campaign-types';
import { hasEmail, noAddress, notBlocklisted, notOnList, notUnsubscribed } from './person-rules';
import { latest, plus, type Timestamp } from '../timestamp';
import { type NoOutcome, type Outcome } from '../ticket/state';
import { formatDuration, formatDate } from '../ticket/format';

const OUTCOME_TEXTS: Readonly<Record<Outcome, string>> = {
  satisfied: 'satisfied',
  neutral: 'neutral',
  dissatisfied: 'dissatisfied',
  no_answer: 'no answer to the survey',
  no_survey: 'no survey',
};

const UNDONE_TEXTS: Readonly<Record<NoOutcome, string>> = {
  unknown: 'the ticket cannot be read any more',
  open: 'the ticket was reopened',
  snoozed: 'the ticket was snoozed',
  spam: 'the ticket was marked as spam',
  trashed: 'the ticket was put in the trash',
  deleted: 'the ticket was deleted',
  merged: 'the ticket was merged into another',
};

/** Only a known score can be worse than another; somebody who did not answer is in the middle. */
const RANK: Readonly<Record<Outcome, number>> = {
  dissatisfied: 0,
  neutral: 1,
  no_answer: 1,
  no_survey: 1,
  satisfied: 2,
};
const SCORED: readonly Outcome[] = ['satisfied', 'neutral', 'dissatisfied'];

/** In this order, the first that does not let it pass decides. What can never change any more comes before what is worth waiting for. */
export const CAMPAIGN_RULES: readonly Ask[] = [
  stillEnded,
  oncePerTicket,
  notFromBackfill,
  policy,
  delay,
  notExpired,
  sameAnswer,
  hasEmail,
  notBlocklisted,
  notUnsubscribed,
  noWorseEnd,
  noOpenTicket,
  notOnList,
  frequencyCap,
];

function stillEnded({ ticket: { undoneBy } }: PolicyInput): SpokenRule {
  if (undoneBy === null) return pass('still_ended', 'the ticket is still closed');
  return skip('still_ended', `${UNDONE_TEXTS[undoneBy]}: whatever was pending is cancelled`);
}

function oncePerTicket({ ticket: { earlier } }: PolicyInput): SpokenRule {
  if (earlier === null) return pass('once_per_ticket', 'this ticket has caused no campaign before');
  const which =
    earlier.name === null ? 'a campaign before its customer was erased' : `the campaign ${earlier.name} before`;
  return skip('once_per_ticket', `this ticket caused ${which}: at most one per ticket, ever`);
}

/** What the rule `not_from_backfill` says. */
export const BEFORE_IT_WATCHED = 'the ticket ended before the connector watched: old tickets cause no campaign';

/** What is said of a campaign that had not left when its account was uninstalled: no rule of an asking, but the last word all the same. */
export const UNINSTALLED_MEANWHILE = 'the connector was uninstalled before it could be sent';

function notFromBackfill({ ticket: { fromBackfill } }: PolicyInput): SpokenRule {
  if (!fromBackfill) return pass('not_from_backfill', 'the ticket ended while the connector was watching');
  return skip('not_from_backfill', BEFORE_IT_WATCHED);
}

function policy({ campaign, ticket: { outcome } }: PolicyInput): SpokenRule {
  const text = OUTCOME_TEXTS[outcome];
  if (campaign === null) return skip('policy', `no campaign of the policy is for the outcome "${text}"`);
  return pass('policy', `the outcome is "${text}": ${campaign.name}`);
}

function delay(input: PolicyInput): Said {
  const until = dueAt(input);
  const delayMs = input.campaign?.rule.delayMs ?? 0;
  if (delayMs === 0) return pass('delay', 'the campaign has no delay');
  if (input.now >= until) return pass('delay', `the delay of ${formatDuration(delayMs)} is over`);
  const sentence = `due ${formatDuration(delayMs)} after the outcome, ${formatDate(until, input.now)}`;
  return { rule: 'delay', says: 'wait', sentence, until };
}

function notExpired(input: PolicyInput): SpokenRule {
  const { now, person } = input;
  const until = expiryOf(input);
  if (until === null || now < until) return pass('not_expired', 'it is not too late for it');
  const why = person.hasEmail ? '' : `, because ${noAddress(person).sentence}`;
  return skip('not_expired', `it could not be sent by ${formatDate(until, now)}${why}: it is too late for it now`);
}

/** The time in which another ticket held it does not count against it: from that ticket's end on it has its whole time again. */
function expiryOf(input: PolicyInput): Timestamp | null {
  const { campaign, expiresAt = null, limits, now } = input;
  if (expiresAt === null) return null;
  const due = dueAt(input);
  const longest = plus(due, limits.holdMs);
  const inTurn = [...input.otherTickets].sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
  return inTurn.reduce((expires, other) => {
    const heldUntil = holds(other, due) ? now : (other.endedAt ?? due);
    if (other.createdAt >= expires || heldUntil <= due) return expires;
    const end = heldUntil < longest ? heldUntil : longest;
    return latest(expires, plus(end, campaign?.rule.expiresMs ?? DEFAULT_EXPIRES_MS));
  }, expiresAt);
}

/** Asked once the delay is over: until then they may have answered once more. */
function sameAnswer({ ticket: { outcome, answered = null } }: PolicyInput): SpokenRule | null {
  if (answered === null) return null;
  const { score } = answered;
  const now =
    score === null
      ? 'the score was taken back in Gorgias'
      : `the newest answer is ${String(score)} ("${OUTCOME_TEXTS[answered.outcome]}")`;
  return skip('same_answer', `${now}, and the campaign is for "${OUTCOME_TEXTS[outcome]}"`);
}

/** Asked with and without a hold: a worse end during the delay weighs the same. */
function noWorseEnd({ ticket, otherTickets }: PolicyInput): SpokenRule {
  const worse = otherTickets.find(
    ({ createdAt, outcome }) =>
      createdAt > ticket.createdAt &&
      outcome !== null &&
      SCORED.includes(outcome) &&
      RANK[outcome] < RANK[ticket.outcome],
  );
  if (worse === undefined) return pass('no_worse_end', 'no newer ticket of the customer ended worse');
  return skip('no_worse_end', `the newer ticket ${String(worse.ticketId)} of the customer ended worse`);
}

function noOpenTicket(input: PolicyInput): Said {
  const { otherTickets, limits, now } = input;
  const due = dueAt(input);
  const until = plus(due, limits.holdMs);
  const all = otherTickets.filter((other) => holds(other, due));
  const isOver = now >= until;
  const holding = (isOver ? all.find((other) => mayHaveEnded(other, until)) : undefined) ?? all[0];
  if (holding === undefined) return pass('no_open_ticket', 'no other ticket of the customer is open');
  const name = `ticket ${String(holding.ticketId)} of the customer`;
  if (isOver && mayHaveEnded(holding, until))
    return {
      rule: 'no_open_ticket',
      says: 'held',
      sentence: holdReason(holding.ticketId, 'read_first'),
      until: plus(now, READ_AGAIN_MS),
      heldBy: holding.ticketId,
      toRead: true,
    };
  if (isOver)
    return pass('no_open_ticket', `held for ${formatDuration(limits.holdMs)} because of ${name}: long enough`);
  const phase = holding.phase !== 'open' ? 'closed' : holding.isSnoozed === true ? 'snoozed' : 'open';
  const sentence = holdReason(holding.ticketId, phase);
  const { ticketId: heldBy, toRead = false } = holding;
  return { rule: 'no_open_ticket', says: 'held', sentence, until, heldBy, toRead };
}

/** A ticket that was open when the campaign was due holds it until its own end is known, or nobody could say whether it ended worse. */
function holds({ phase, closedAt }: OtherTicket, due: Timestamp): boolean {
  return phase === 'open' || (phase === 'waiting' && (closedAt === null || closedAt > due));
}

/** Nobody has asked for its survey since the hold was over: it may have ended long ago, and worse, while nobody was there to see it. */
function mayHaveEnded({ phase, seenAt }: OtherTicket, holdEndsAt: Timestamp): boolean {
  return phase === 'waiting' && (seenAt === null || seenAt < holdEndsAt);
}

function frequencyCap({ limits: { frequencyCap: cap }, earlierSends, now }: PolicyInput): SpokenRule {
  if (cap === null) return pass('frequency_cap', 'no frequency cap is set');
  const from = plus(now, -cap.withinMs);
  const sent = earlierSends.filter((at) => at > from).length;
  const text = `${String(sent)} of ${String(cap.perCustomer)} campaigns to the customer within ${formatDuration(cap.withinMs)}`;
  return sent < cap.perCustomer ? pass('frequency_cap', text) : skip('frequency_cap', `${text}: the cap is reached`);
}
