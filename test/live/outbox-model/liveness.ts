import type { Write } from './chronicle';
import { type CampaignName, MINUTE } from './commands';
import { wasErased } from './erased-truth';
import type { Scene } from './scene';
import {
  blocklistedOf,
  CAMPAIGN_LIST,
  categoryOf,
  leftOf,
  overlaps,
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
        ...{ key, ticket, email: ticket.email, since: closedAt },
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
    const dueAt = Math.max(ask.at, policy?.at ?? 0);
    const since = Math.min(ask.at, ticket?.closings.at(-1) ?? ask.at);
    const excuse = excuseOf(truth, end, {
      key,
      ticket,
      email: ask.email,
      rank: RANK.sorry,
      dueAt,
      since,
    });
    return excuse === null ? [`(3) ${ask.campaign}, asked for as ${ask.id}, was never sent`] : [];
  });
}

interface Candidate {
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
  const { scene, sends, tickets } = truth;
  const { chronicle, setting } = scene;
  const watchedFrom = chronicle.switches.findLast(({ to }) => to === 'watching')?.at ?? 0;
  const noes = [
    ...blocklistedOf(scene, email),
    ...[35, 36, 37, CAMPAIGN_LIST].flatMap((list) => leftOf(scene, email, list)),
  ];
  const others = chronicle.begun.filter((one) => one.key !== key && isTo(truth, one.key, email));
  const newer = tickets.filter(
    (one) => one.email === email && one.id !== ticket?.id && one.createdAt > (ticket?.createdAt ?? since),
  );
  const own = sends.filter((send) => send.key === key);
  // It may have been decided before it was rated anew.
  const best = Math.max(rank, ...(ticket?.scores ?? []).map(({ score }) => RANK[categoryOf(score)]));
  if (since < watchedFrom) return 'reinstalled';
  if (overlaps(noes, since, Infinity)) return 'no consent';
  if (setting.cap !== null && others.length > 0) return 'cap';
  if (newer.some(({ scores }) => scores.some(({ score }) => RANK[categoryOf(score)] < best))) return 'worse';
  // The delay counts from the decision, and the end from when it could have been made.
  if (mendedAt + setting.delayMs + GOES_ON_WITHIN > dueAt + setting.expiresMs && mendedAt > dueAt) return 'expired';
  if (own.some(({ status }) => status === 400)) return 'refused';
  return doubted.has(key) || isUncertain(truth, candidate, mendedAt) ? 'unknown' : null;
}

function isTo({ scene, tickets }: Truth, key: string, email: string): boolean {
  const { asks } = scene.chronicle;
  return (
    tickets.some((one) => one.email === email && key.endsWith(`/${String(one.id)}/campaign/1`)) ||
    asks.some((one) => one.email === email && key.endsWith(`/asked/${one.id}`))
  );
}

/** An attempt without an end: Brevo may have it, as far as anybody can know, and it could not be repeated as it was. */
function isUncertain({ scene, tickets }: Truth, { key, email, ticket }: Candidate, mendedAt: number): boolean {
  const { begun, ended } = scene.chronicle;
  const attempts = begun.filter((one) => one.key === key);
  const [first] = attempts;
  if (first === undefined || attempts.length <= ended.filter((one) => one.key === key).length) return false;
  // While it was in doubt, the rules said no for a time.
  const others = tickets.filter((one) => one.email === email && one.id !== ticket?.id).flatMap(({ open }) => open);
  if (overlaps([...others, ...(ticket?.open ?? [])], first.at, Infinity)) return true;
  // Adding somebody to a list again changes nothing, and a mail has its key.
  const isLate = mendedAt + MINUTE > first.at + MAIL_KEY_HOLDS - 2 * MINUTE;
  return attempts.some(({ way }) => way === 'event' || (way === 'mail' && isLate));
}

const NAMES = {
  opened: 'SUPPORT_TICKET_OPENED',
  resolved: 'SUPPORT_TICKET_RESOLVED',
  reopened: 'SUPPORT_TICKET_REOPENED',
  survey_sent: 'CSAT_SURVEY_SENT',
  survey_answered: 'CSAT_SUBMITTED',
} as const;

/** Each happening is on the timeline once. */
function lackingEvents({ scene, journal }: Truth, ticket: TicketTruth): readonly string[] {
  const { chronicle, sandbox } = scene;
  const watchedFrom = chronicle.switches.findLast(({ to }) => to === 'watching')?.at ?? 0;
  const [answered] = ticket.scores;
  const times = {
    opened: [ticket.createdAt],
    resolved: ticket.closings,
    reopened: ticket.reopenings,
    survey_sent: ticket.surveySentAt === null ? [] : [ticket.surveySentAt],
    survey_answered: answered === undefined ? [] : [answered.at],
  };
  return Object.entries(NAMES).flatMap(([kind, name]) => {
    const happened = times[kind as keyof typeof NAMES];
    const published = sandbox.brevo.state
      .events()
      .filter((event) => event.name === name && event.properties['ticket_id'] === ticket.id);
    const refused = new Set(
      chronicle.writes
        .filter((write) => isEvent(write, name, ticket.id) && journal.get(write.seq)?.status === 400)
        .map(({ body }) => String((body as EventBody).event_properties?.event_key)),
    );
    const atLeast = happened.filter((at) => at >= watchedFrom).length - refused.size;
    if (published.length <= happened.length && published.length >= atLeast) return [];
    return [
      `(3) ${name} of ticket ${String(ticket.id)} was told ${String(published.length)} times and happened ${String(happened.length)} times, ${String(atLeast)} of them to be told`,
    ];
  });
}

interface EventBody {
  readonly event_name?: string;
  readonly event_properties?: { readonly ticket_id?: number; readonly event_key?: string };
}

function isEvent({ path, body }: Write, name: string, ticketId: number): boolean {
  const said = (body ?? {}) as EventBody;
  return path === '/v3/events' && said.event_name === name && said.event_properties?.ticket_id === ticketId;
}

function lackingCustomers({ scene, journal }: Truth): readonly string[] {
  const { chronicle, sandbox } = scene;
  const watchedFrom = chronicle.switches.findLast(({ to }) => to === 'watching')?.at ?? 0;
  const name = 'SUPPORT_CUSTOMER_CREATED';
  return [...scene.customers].flatMap(([email, id]) => {
    if (wasErased(scene, email)) return [];
    const createdAt = (sandbox.world.customers.get(id)?.createdUs ?? 0) / 1_000;
    const published = sandbox.brevo.state
      .events()
      .filter((event) => event.name === name && event.properties['customer_id'] === id).length;
    const isRefused = chronicle.writes.some(
      ({ seq, body }) => (body as EventBody | undefined)?.event_name === name && journal.get(seq)?.status === 400,
    );
    const isDue = createdAt >= watchedFrom && !isRefused;
    return published > 1 || (isDue && published === 0)
      ? [`(3) ${name} of ${String(id)} was told ${String(published)} times`]
      : [];
  });
}

const LEFT_OVER = `select 'outbox ' || key || ' ' || state || ' ' || coalesce(gate, '') as what
    from outbox where account = $1 and state in ('intended', 'sending')
  union all
  select 'request ' || id || ' ' || status || ' ' || reason from campaign_requests where account = $1 and status in ('asked', 'held')`;

async function leftOver({ scene }: Truth): Promise<readonly string[]> {
  const { rows } = await scene.lane.db.query<{ what: string }>(LEFT_OVER, [scene.account]);
  return rows.map(({ what }) => `(5) nothing ends ${what}`);
}
