import { type CampaignDecision } from './campaign-types';
import { latest, type Timestamp } from '../timestamp';
import { type Judgement, type Verdict } from '../ticket/outcome';
import { type TicketState } from '../ticket/state';
import { type View, viewOf } from '../ticket/view';
import { formatDate } from '../ticket/format';
import { lateAnswer, lateScoreText } from '../ticket/late-score';

/** What else is known of its campaign. */
interface CampaignStatus {
  /** What the policy said last; null: it was not asked, or there is nothing to send. */
  readonly campaign: CampaignDecision | null;
  /** What became of a campaign that was to be sent, as far as it is known. */
  readonly fate?: 'intended' | 'sending' | 'sent' | 'refused' | 'unknown' | 'given_up' | undefined;
  /** Why it has not left yet, when something keeps it back. */
  readonly gate?: { readonly why: string; readonly at: Timestamp } | null | undefined;
}

/** One sentence on how the ticket stands and what is awaited, e.g. `closed, waiting for the survey until 29 Nov`. Names nobody. */
export function describeTicket(
  state: TicketState,
  { now, csat, ...campaignStatus }: Judgement & CampaignStatus,
): string {
  return describeView(viewOf(state, { now, csat }), campaignStatus);
}

/** The same for whoever has judged the state already. */
export function describeView(view: View, { campaign, fate, gate }: CampaignStatus): string {
  const { verdict, now } = view;
  switch (verdict.kind) {
    case 'none':
      return describeNone(view);
    case 'waiting':
      return `closed, waiting for the ${verdict.surveySent ? 'answer to the survey' : 'survey'} until ${formatDate(verdict.until, now)}`;
    case 'outcome': {
      const late = lateAnswer(view);
      return [
        `closed, ${endText(verdict)}`,
        ...(campaign === null ? [] : [campaignText(campaign, now, { fate, gate })]),
        ...(late === null ? [] : [lateScoreText(verdict.outcome, late, now)]),
      ].join('; ');
    }
  }
}

function describeNone(view: View): string {
  const { status, now } = view;
  switch (status.phase) {
    case 'unknown':
      return 'not read yet';
    case 'snoozed':
      return status.until === null ? 'snoozed' : `snoozed until ${formatDate(status.until, now)}`;
    case 'spam':
      return 'spam, nothing is sent';
    case 'trashed':
      return 'in the trash, nothing is sent';
    case 'deleted':
      return 'deleted in Gorgias, nothing is sent';
    case 'merged':
      return `merged into ticket ${String(status.into)}, which goes on in its place`;
    case 'open':
    case 'closed':
      return describeOpen(view);
  }
}

function describeOpen({ state, rounds, now }: View): string {
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
  decision: CampaignDecision,
  now: Timestamp,
  { fate, gate }: Pick<CampaignStatus, 'fate' | 'gate'>,
): string {
  switch (decision.kind) {
    case 'send':
      if (fate === 'intended' && gate !== undefined && gate !== null)
        return `${decision.campaign.name} waits to be sent since ${formatDate(gate.at, now)}: ${gate.why}`;
      return `${decision.campaign.name} ${FATES[fate ?? 'sent']}`;
    case 'wait': {
      const at = formatDate(latest(decision.until, now), now);
      const isDelayed = (decision.rules.at(-1)?.rule ?? 'delay') === 'delay';
      return isDelayed ? `campaign due ${at}` : `campaign asked for again ${at}: ${decision.why}`;
    }
    case 'held':
      return `campaign held until ${formatDate(decision.until, now)} at the latest: ${decision.why}`;
    case 'skip':
      return `no campaign: ${decision.why}`;
  }
}
