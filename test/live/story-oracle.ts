import type { BrevoSnapshot } from '../../packages/sandbox/brevo/model';
import type { Played } from './play-stories';

/** What Brevo must have got of a story, worked out from its steps; shares no code with the connector. */
export interface Expected {
  readonly email: string;
  readonly ticketId: number;
  /** Keys of its timeline events. */
  readonly keys: readonly string[];
  /** The ticket ended where nobody is to see it: what was told before it was put there may be told, the rest not. */
  readonly silent: boolean;
  readonly campaign: 'upsell' | 'win-back' | 'remind' | null;
  /**
   * The survey was skipped or excluded, which stands in the feed only: when that is read after the wait is over, the outcome was "no
   * answer" (docs/decisions/0004-ticket-state.md, "Price"), so that campaign may be there.
   */
  readonly mayRemind: boolean;
}

export interface Wait {
  readonly account: string;
  readonly csatMs: number;
}

const NAMES: Readonly<Record<string, string>> = {
  opened: 'SUPPORT_TICKET_OPENED',
  resolved: 'SUPPORT_TICKET_RESOLVED',
  reopened: 'SUPPORT_TICKET_REOPENED',
  survey_sent: 'CSAT_SURVEY_SENT',
  survey_answered: 'CSAT_SUBMITTED',
  created: 'SUPPORT_CUSTOMER_CREATED',
};
/** By which names a campaign is recognised in Brevo; `win-back` is a mail. */
const CAMPAIGN_EVENTS: Readonly<Record<string, string>> = { UPSELL: 'upsell', REMIND: 'remind' };

/** @throws when a moment lies so near to a deadline that nobody could say what is right: the pace was too slow for the wait. */
export function expectedOf({ story, ticketId, steps }: Played, { account, csatMs }: Wait): Expected {
  const published = { opened: 1, resolved: 0, reopened: 0, survey_sent: 0, survey_answered: 0 };
  const now = { closedAt: null as number | null, snoozed: false, silent: false, skipped: false, excluded: false };
  let answer: { score: number; at: number } | null = null;
  for (const { step, at } of steps) {
    if (step.do === 'closeTicket' && (now.closedAt === null || now.snoozed)) {
      published.resolved += 1;
      Object.assign(now, { closedAt: at, snoozed: false, skipped: step.survey === 'skip' });
      now.excluded ||= step.survey === 'exclude';
    } else if (step.do === 'reopenTicket') {
      if (at - (now.closedAt ?? at) > csatMs / 2) throw new Error('a ticket was reopened too late to be sure');
      published.reopened += 1;
      now.closedAt = null;
    } else if (step.do === 'snoozeTicket') now.snoozed = true;
    else if (step.do === 'wakeTicket') now.snoozed = false;
    else if (step.do === 'markSpam' || step.do === 'trashTicket') now.silent = true;
    else if (step.do === 'unmarkSpam' || step.do === 'untrashTicket') now.silent = false;
    else if (step.do === 'sendSurvey') published.survey_sent = 1;
    else if (step.do === 'scoreSurvey') {
      if (at - (now.closedAt ?? at) > csatMs / 2) throw new Error('a survey was answered too late to be sure');
      published.survey_answered = 1;
      answer = { score: step.score, at };
    }
  }
  const isEnded = now.closedAt !== null && !now.snoozed && !now.silent;
  const isRuledOut = published.survey_sent === 0 && (now.skipped || now.excluded);
  return {
    ...{ email: story.email, ticketId, silent: now.silent },
    keys: Object.entries(published).flatMap(([kind, times]) =>
      Array.from({ length: times }, (_, index) => `${account}/${String(ticketId)}/${kind}/${String(index + 1)}`),
    ),
    campaign: isEnded && !isRuledOut ? campaignOf(answer?.score ?? null) : null,
    mayRemind: isEnded && isRuledOut,
  };
}

function campaignOf(score: number | null): Expected['campaign'] {
  if (score === null) return 'remind';
  return score >= 4 ? 'upsell' : score <= 2 ? 'win-back' : null;
}

/**
 * Every difference between the timelines and campaigns in Brevo and what they should be; empty: none. A campaign of which the connector
 * says itself that its fate is unknown may be there or not.
 */
export function storyDifferences(
  { events, mails }: Pick<BrevoSnapshot, 'events' | 'mails'>,
  expected: readonly Expected[],
  unknown: ReadonlySet<number> = new Set(),
): readonly string[] {
  const found: string[] = [];
  const seen = new Map<string, { times: number; name: string; email: unknown }>();
  for (const { name, properties, identifiers } of events) {
    const key = String(properties['event_key']);
    seen.set(key, { times: (seen.get(key)?.times ?? 0) + 1, name, email: identifiers['email_id'] });
  }
  const wanted = new Map(expected.flatMap((one) => one.keys.map((key) => [key, one] as const)));
  for (const [key, { times, name, email }] of seen) {
    const kind = key.split('/').at(-2) ?? '';
    if (times > 1) found.push(`${key}: ${String(times)} times`);
    if (kind === 'campaign') continue;
    if (name !== NAMES[kind]) found.push(`${key}: called ${name}`);
    const owner = wanted.get(key);
    if (owner === undefined && !key.includes('/customer/')) found.push(`${key}: never happened`);
    if (owner !== undefined && email !== owner.email) found.push(`${key}: told of ${String(email)}`);
  }
  for (const [key, { silent }] of wanted) if (!seen.has(key) && !silent) found.push(`${key}: missing`);
  const people = new Map<string, Expected[]>();
  for (const one of expected) people.set(one.email, [...(people.get(one.email) ?? []), one]);
  const campaigns = [
    ...events.flatMap(({ name, identifiers }) => ({ email: identifiers['email_id'], campaign: CAMPAIGN_EVENTS[name] })),
    ...mails.map(({ to, tags }) => ({ email: to[0], campaign: tags[0] })),
  ].filter(({ campaign }) => campaign !== undefined);
  const createdOf = events.filter(({ name }) => name === 'SUPPORT_CUSTOMER_CREATED');
  for (const [email, tickets] of people) {
    const got = campaigns.filter((one) => one.email === email).map(({ campaign }) => campaign);
    const possible = tickets.flatMap(({ campaign }) => campaign ?? []);
    const isLateFeed = got.join() === 'remind' && tickets.some(({ mayRemind }) => mayRemind);
    const isUnknown = tickets.some(({ ticketId }) => unknown.has(ticketId));
    const right = got.length === Math.min(1, possible.length) || (isUnknown && got.length === 0);
    if (!isLateFeed && (!right || got.some((name) => !possible.includes(name as never))))
      found.push(`${email}: campaigns [${got.join()}] instead of one of [${possible.join()}]`);
    const created = createdOf.filter(({ identifiers }) => identifiers['email_id'] === email).length;
    if (created !== 1) found.push(`${email}: told as a new customer ${String(created)} times`);
  }
  for (const { email } of campaigns)
    if (!people.has(String(email))) found.push(`${String(email)}: a campaign to a stranger`);
  return found;
}

/** Brevo keeps an attribute whose source has become empty, such as the channel of somebody whose one ticket turned out to be spam. */
export function withoutLeftovers(differences: readonly string[], expected: readonly Expected[]): readonly string[] {
  const silent = new Set(expected.filter((one) => one.silent).map(({ email }) => email));
  return differences.filter((line) => !(line.includes('LAST_SUPPORT') && silent.has(line.slice(0, line.indexOf(':')))));
}
