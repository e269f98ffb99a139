import { type Timestamp } from '../timestamp';
import { type Judgement, type Verdict } from '../ticket/outcome';
import { type TicketState } from '../ticket/state';
import { type View, viewOf } from '../ticket/view';
import { formatDate } from '../ticket/format';
import { isUnheardOf, unheardOfText } from '../ticket/status';
import { lateAnswer, lateScoreText } from '../ticket/late-score';

/** What of a policy's decision is said: it may just have been made, or be read from where it is kept. */
export type SaidDecision =
  | { readonly kind: 'send'; readonly campaign: { readonly name: string } }
  | {
      readonly kind: 'wait';
      readonly until: Timestamp;
      readonly why: string;
      readonly rules: readonly { readonly rule: string }[];
    }
  | { readonly kind: 'held'; readonly until: Timestamp; readonly why: string }
  | { readonly kind: 'skip'; readonly why: string };

/** What else is known of its campaign, and of whoever looks after it. */
export interface CampaignStatus {
  /** What the policy said last; null: it was not asked, or there is nothing to send. */
  readonly campaign: SaidDecision | null;
  /** What became of a campaign that was to be sent, as far as it is known. */
  readonly fate?: 'intended' | 'sending' | 'sent' | 'refused' | 'unknown' | 'given_up' | undefined;
  /** Why it has not left yet, when something keeps it back. */
  readonly gate?: { readonly why: string; readonly at: Timestamp } | null | undefined;
  /** When it is said; missing: at the moment as of which the ticket is judged. */
  readonly at?: Timestamp;
  /** The connector is off or paused, or a key is refused: no time that is over brings anything on. */
  readonly isStopped?: boolean;
  /** A list has shown the ticket, whatever its own reads were answered with. */
  readonly wasListed?: boolean;
}

/** Of whatever waits for somebody to mend or to resume. */
const WHEN_IT_GOES_ON = 'when the connector goes on';
const UNTIL_IT_GOES_ON = 'nothing is looked at until the connector goes on';

/** One sentence on how the ticket stands and what is awaited, e.g. `closed, waiting for the survey until 29 Nov`. Names nobody. */
export function describeTicket(
  state: TicketState,
  { now, csat, ...campaignStatus }: Judgement & CampaignStatus,
): string {
  return describeView(viewOf(state, { now, csat }), campaignStatus);
}

/** The same for whoever has judged the state already. */
export function describeView(view: View, status: CampaignStatus): string {
  const { verdict } = view;
  const moment = { now: status.at ?? view.now, isStopped: status.isStopped === true };
  const { now } = moment;
  switch (verdict.kind) {
    case 'none':
      return describeNone(view, moment, status.wasListed === true);
    case 'waiting': {
      const what = verdict.surveySent ? 'answer to the survey' : 'survey';
      const until = formatDate(verdict.until, now);
      if (verdict.until > now) return `closed, waiting for the ${what} until ${until}`;
      return `closed, its wait for the ${what} is over since ${until}: ${next(moment, 'the next look decides')}`;
    }
    case 'outcome': {
      const late = lateAnswer(view);
      return [
        `closed, ${endText(verdict)}`,
        ...(status.campaign === null ? [] : [campaignText(status.campaign, status, moment)]),
        ...(late === null ? [] : [lateScoreText(verdict.outcome, late, now)]),
      ].join('; ');
    }
  }
}

/** When something is said, and whether anything goes on by itself then. */
export interface Moment {
  readonly now: Timestamp;
  readonly isStopped: boolean;
}

/** What follows on a time that is over. */
function next({ isStopped }: Moment, text: string): string {
  return isStopped ? UNTIL_IT_GOES_ON : text;
}

function describeNone(view: View, moment: Moment, wasListed: boolean): string {
  const { status } = view;
  const { now } = moment;
  switch (status.phase) {
    case 'unknown':
      return 'not read yet';
    case 'snoozed':
      if (status.until === null) return 'snoozed';
      if (status.until > now) return `snoozed until ${formatDate(status.until, now)}`;
      return `was snoozed until ${formatDate(status.until, now)}: ${next(moment, 'the next look tells how it stands')}`;
    case 'spam':
      return 'spam, nothing is sent';
    case 'trashed':
      return 'in the trash, nothing is sent';
    case 'deleted':
      return isUnheardOf(view.state) && !wasListed
        ? unheardOfText(view.state.ticketId)
        : 'deleted in Gorgias, nothing is sent';
    case 'merged':
      return `merged into ticket ${String(status.into)}, which goes on in its place`;
    case 'open':
    case 'closed':
      return describeOpen(view, now);
  }
}

function describeOpen({ state, rounds }: View, now: Timestamp): string {
  const reopenedAt = rounds.reopenings.at(-1)?.at;
  if (reopenedAt !== undefined) return `open again since ${formatDate(reopenedAt, now)}`;
  const openedAt = state.level?.createdAt ?? state.marks['ticket-created']?.at;
  return openedAt === undefined ? 'open' : `open since ${formatDate(openedAt, now)}`;
}

function endText({ outcome, score }: Extract<Verdict, { kind: 'outcome' }>): string {
  switch (outcome) {
    case 'satisfied':
    case 'neutral':
    case 'dissatisfied':
      return score === null ? outcome : `${outcome} with a score of ${String(score)}`;
    case 'no_answer':
      return 'no answer to a survey came in time';
    case 'no_survey':
      return 'no survey is sent for it';
  }
}

const FATES: Readonly<Record<NonNullable<CampaignStatus['fate']>, string>> = {
  intended: 'is about to be sent',
  sending: 'is being sent',
  sent: 'is sent',
  refused: 'was refused by Brevo',
  unknown: 'may or may not have been sent, and is not repeated',
  given_up: 'was given up',
};

function campaignText(
  decision: SaidDecision,
  { fate, gate }: Pick<CampaignStatus, 'fate' | 'gate'>,
  moment: Moment,
): string {
  const { now, isStopped } = moment;
  switch (decision.kind) {
    case 'send': {
      const { name } = decision.campaign;
      if (fate !== 'intended') return `${name} ${FATES[fate ?? 'sent']}`;
      if (gate !== undefined && gate !== null)
        return `${name} waits to be sent since ${formatDate(gate.at, now)}: ${gate.why}`;
      return isStopped ? `${name} is to be sent ${WHEN_IT_GOES_ON}` : `${name} ${FATES[fate]}`;
    }
    case 'wait': {
      const isDelayed = (decision.rules.at(-1)?.rule ?? 'delay') === 'delay';
      return isDelayed
        ? dueText(decision.until, moment)
        : `campaign asked for again ${againAt(decision.until, moment)}: ${decision.why}`;
    }
    case 'held':
      if (isStopped || decision.until <= now)
        return `campaign held, and asked for again ${againAt(decision.until, moment)}: ${decision.why}`;
      return `campaign held until ${formatDate(decision.until, now)} at the latest: ${decision.why}`;
    case 'skip':
      return `no campaign: ${decision.why}`;
  }
}

function dueText(until: Timestamp, moment: Moment): string {
  const at = formatDate(until, moment.now);
  if (until <= moment.now) return `campaign due since ${at}: ${next(moment, 'the next look decides')}`;
  return moment.isStopped ? `campaign due ${at}, if the connector goes on by then` : `campaign due ${at}`;
}

/** When something that waits is asked for again: by itself, or when somebody has seen to the connector. */
export function againAt(until: Timestamp, { now, isStopped }: Moment): string {
  if (isStopped) return WHEN_IT_GOES_ON;
  return until <= now ? 'now' : formatDate(until, now);
}
