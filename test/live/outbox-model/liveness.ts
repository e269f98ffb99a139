import { type CampaignName, MINUTE } from './commands';
import { wasErased } from './erased-truth';
import { isSettled } from './identity';
import type { Scene } from './scene';
import { lackingCustomers, lackingEvents } from './told';
import { overlaps } from './spans';
import {
  blocklistedOf,
  CAMPAIGN_LIST,
  categoryOf,
  leftOf,
  kinTickets,
  RANK,
  type TicketTruth,
  type Truth,
} from './truth';

/** What was done about it before the end; the rest of the time nobody was there, or it was broken. */
export interface End {
  readonly mendedAt: number;
  /** Campaigns that were taken over from somebody who stood still for a minute, and of which it is said that nobody knows. */
  readonly doubted: ReadonlySet<string>;
}

const UNKNOWN = `select key from outbox where account = $1 and state = 'unknown'`;

export async function endOf({ lane, account, chronicle }: Scene, mendedAt: number): Promise<End> {
  const { rows } = await lane.db.query<{ key: string }>(UNKNOWN, [account]);
  const hasStoodStill = ['late', 'late and dying'].some((takeover) => chronicle.tally.has(`meanwhile: ${takeover}`));
  return { mendedAt, doubted: new Set(hasStoodStill ? rows.map(({ key }) => key) : []) };
}

/** Between the mending and the first attempt that may succeed: probes, looks, and what is ten minutes overdue. */
const GOES_ON_WITHIN = 30 * MINUTE;
/** A mail is repeated under its key for so long; later nobody knows. */
const MAIL_KEY_HOLDS = 14 * MINUTE;

/** Everything that should have been done and was not: rules (3) and (5). */
export async function lackingOf(truth: Truth, end: End): Promise<readonly string[]> {
  // Nothing is owed to whoever was erased, also after they were allowed to come back: as somebody new.
  const known = truth.tickets.filter(({ email }) => !wasErased(truth.scene, email));
  return [
    ...known.flatMap((ticket) => lackingCampaign(truth, ticket, end)),
    ...lackingAsks(truth, end),
    ...known.flatMap((ticket) => lackingEvents(truth, ticket)),
    ...lackingCustomers(truth),
    ...(await leftOver(truth)),
  ];
}

function lackingCampaign(truth: Truth, ticket: TicketTruth, end: End): readonly string[] {
  const { setting, account } = truth.scene;
  const key = `${account}/${String(ticket.id)}/campaign/1`;
  const closedAt = ticket.closings.at(-1);
  if (closedAt === undefined || ticket.reopenings.length >= ticket.closings.length) return [];
  const wanted = wantedFor(ticket, closedAt, setting.csatWaitMs);
  if (wanted === null || truth.sends.some((send) => send.key === key && send.isTaken)) return [];
  const others = truth.scene.chronicle.asks.some(
    (ask) => ask.ticketId === ticket.id && ask.campaign !== wanted.campaign,
  );
  const excuse = others
    ? 'a program wanted another one'
    : excuseOf(truth, end, {
        ...{ key, ticket, email: ticket.email, since: closedAt, campaign: wanted.campaign, isPolicys: true },
        rank: RANK[wanted.campaign],
        dueAt: wanted.at + setting.delayMs,
      });
  return excuse === null ? [`(3) ${wanted.campaign} was never sent for ${key}`] : [];
}

/** The campaign that answers a ticket's end, and when its outcome could be known; null: none does. */
function wantedFor(
  { scores, surveySentAt, skippedAt, reopenings }: TicketTruth,
  closedAt: number,
  waitMs: number,
): { readonly campaign: CampaignName; readonly at: number } | null {
  const score = scores.findLast(({ at }) => at <= closedAt + waitMs);
  if (score !== undefined) return { campaign: categoryOf(score.score), at: Math.max(score.at, closedAt) };
  const isSkipped = skippedAt.some((at) => at >= (reopenings.at(-1) ?? 0));
  return surveySentAt === null && isSkipped ? null : { campaign: 'sorry', at: closedAt + waitMs };
}

function lackingAsks(truth: Truth, end: End): readonly string[] {
  const { chronicle, account, setting } = truth.scene;
  const newest = new Map(chronicle.asks.map((ask) => [ask.id, ask]));
  return [...newest.values()].flatMap((ask) => {
    if (wasErased(truth.scene, ask.email)) return [];
    const ticket = truth.tickets.find(({ id }) => id === ask.ticketId) ?? null;
    const key = ticket === null ? `${account}/asked/${ask.id}` : `${account}/${String(ticket.id)}/campaign/1`;
    if (truth.sends.some((send) => send.key === key && send.isTaken)) return [];
    // Of an open ticket it is refused for good.
    if (ticket !== null && overlaps(ticket.open, ask.at - 2 * MINUTE, Infinity)) return [];
    const others = chronicle.asks.some(
      (one) => one.ticketId !== null && one.ticketId === ask.ticketId && one.campaign !== ask.campaign,
    );
    const policy = ticket === null ? null : wantedFor(ticket, ticket.closings.at(-1) ?? 0, setting.csatWaitMs);
    if (others || (policy !== null && policy.campaign !== ask.campaign)) return [];
    // What was made for one person goes to nobody else, and by then the ticket may have been another's.
    if (ticket !== null && !isSettled(truth.identity, ticket.id)) return [];
    const dueAt = Math.max(ask.at, policy?.at ?? 0);
    const since = Math.min(ask.at, ticket?.closings.at(-1) ?? ask.at);
    const excuse = excuseOf(truth, end, {
      key,
      ticket,
      email: ask.email,
      campaign: ask.campaign,
      isPolicys: false,
      rank: RANK.sorry,
      dueAt,
      since,
    });
    return excuse === null ? [`(3) ${ask.campaign}, asked for as ${ask.id}, was never sent`] : [];
  });
}

interface Candidate {
  readonly campaign: string;
  /** No program asked for it. */
  readonly isPolicys: boolean;
  readonly key: string;
  readonly ticket: TicketTruth | null;
  readonly email: string;
  /** How well the ticket ended that it is for, without its scores. */
  readonly rank: number;
  readonly dueAt: number;
  /** What happened before is no reason. */
  readonly since: number;
}

/** Why it may be that a campaign was never sent; null: it stayed allowed all the time. */
function excuseOf(truth: Truth, { mendedAt, doubted }: End, candidate: Candidate): string | null {
  const { key, ticket, email, rank, dueAt, since } = candidate;
  const { scene, sends, identity } = truth;
  const { chronicle, setting } = scene;
  const watchedFrom = chronicle.switches.findLast(({ to }) => to === 'watching')?.at ?? 0;
  const noes = [...identity.kin(email)].flatMap((one) => [
    ...blocklistedOf(scene, one),
    ...[35, 36, 37, CAMPAIGN_LIST].flatMap((list) => leftOf(scene, one, list)),
  ]);
  const others = chronicle.begun.filter((one) => one.key !== key && isTo(truth, one.key, email));
  const newer = kinTickets(truth, email).filter(
    (one) => one.id !== ticket?.id && one.createdAt > (ticket?.createdAt ?? since),
  );
  const own = sends.filter((send) => send.key === key);
  const kin = identity.kin(email);
  // It may have been decided before it was rated anew.
  const best = Math.max(rank, ...(ticket?.scores ?? []).map(({ score }) => RANK[categoryOf(score)]));
  if (since < watchedFrom) return 'reinstalled';
  if (overlaps(noes, since, Infinity) || noes.some(({ isLasting }) => isLasting)) return 'no consent';
  if (candidate.isPolicys && ticket?.scores.some(({ score }) => categoryOf(score) !== candidate.campaign) === true)
    return 'answered otherwise';
  if (setting.cap !== null && others.length > 0) return 'cap';
  if (newer.some(({ scores }) => scores.some(({ score }) => RANK[categoryOf(score)] < best))) return 'worse';
  // The delay counts from the decision, and the end from when it could have been made.
  if (mendedAt + setting.delayMs + GOES_ON_WITHIN > dueAt + setting.expiresMs && mendedAt > dueAt) return 'expired';
  if (own.some(({ status }) => status === 400)) return 'refused';
  if (candidate.campaign === 'newsletter' && sends.some((one) => one.campaign === 'newsletter' && kin.has(one.email)))
    return 'on the list already';
  return doubted.has(key) || isUncertain(truth, candidate, mendedAt) ? 'unknown' : null;
}

function isTo(truth: Truth, key: string, email: string): boolean {
  const { asks } = truth.scene.chronicle;
  const kin = truth.identity.kin(email);
  return (
    kinTickets(truth, email).some(({ id }) => key.endsWith(`/${String(id)}/campaign/1`)) ||
    asks.some((one) => kin.has(one.email) && key.endsWith(`/asked/${one.id}`))
  );
}

/** An attempt without an end: Brevo may have it, as far as anybody can know, and it could not be repeated as it was. */
function isUncertain(truth: Truth, { key, email, ticket }: Candidate, mendedAt: number): boolean {
  const { begun, ended } = truth.scene.chronicle;
  const attempts = begun.filter((one) => one.key === key);
  const [first] = attempts;
  if (first === undefined || attempts.length <= ended.filter((one) => one.key === key).length) return false;
  // While it was in doubt, the rules said no for a time, or it was another's: it goes to nobody else then.
  const others = kinTickets(truth, email).flatMap(({ id, open }) => (id === ticket?.id ? [] : open));
  if (ticket !== null && !isSettled(truth.identity, ticket.id)) return true;
  if (overlaps([...others, ...(ticket?.open ?? [])], first.at, Infinity)) return true;
  // Adding somebody to a list again changes nothing, and a mail has its key.
  const isLate = mendedAt + MINUTE > first.at + MAIL_KEY_HOLDS - 2 * MINUTE;
  return attempts.some(({ way }) => way === 'event' || (way === 'mail' && isLate));
}

const LEFT_OVER = `select 'outbox ' || key || ' ' || state || ' ' || coalesce(gate, '') as what
    from outbox where account = $1 and state in ('intended', 'sending')
  union all
  select 'request ' || id || ' ' || status || ' ' || reason from campaign_requests where account = $1 and status in ('asked', 'held')`;

async function leftOver({ scene }: Truth): Promise<readonly string[]> {
  const { rows } = await scene.lane.db.query<{ what: string }>(LEFT_OVER, [scene.account]);
  return rows.map(({ what }) => `(5) nothing ends ${what}`);
}
