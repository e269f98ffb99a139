import type { JournalEntry } from '../../../packages/sandbox/http/journal';
import type { Ask, Switch, Write } from './chronicle';
import { type CampaignName, MINUTE, SECOND } from './commands';
import { type Identity, identityOf } from './identity';
import type { Scene } from './scene';
import type { Span } from './spans';

/** What was so for a minute before the gate let it pass, and until it came in, may be known (spec 5c). */
export const KNOWN_AFTER = MINUTE;
/** Between the gate and the vendor's door: nothing that waits longer there may still leave. */
export const ON_THE_WAY = 30 * SECOND;

/** A ticket's life, as Gorgias has it. */
export interface TicketTruth {
  readonly id: number;
  /** Of whoever opened it. */
  readonly email: string;
  readonly createdAt: number;
  readonly open: readonly Span[];
  readonly closings: readonly number[];
  readonly reopenings: readonly number[];
  readonly scores: readonly { readonly at: number; readonly score: number }[];
  readonly surveySentAt: number | null;
  readonly skippedAt: readonly number[];
}

/** A request by which a campaign leaves. */
export interface Send {
  readonly write: Write;
  readonly at: number;
  readonly campaign: CampaignName;
  readonly email: string;
  /** Null: a program asked for it, for no ticket. */
  readonly ticket: TicketTruth | null;
  /** Null: the policy wants it. */
  readonly ask: Ask | null;
  /** What is sent at most once. */
  readonly key: string;
  /** Brevo did it, whatever became of the answer. */
  readonly isDone: boolean;
  /** Or there was nothing left to do: the person is on the list already. */
  readonly isTaken: boolean;
  readonly status: number;
  readonly fault: string | null;
  /** When the gate let it pass. */
  readonly begunAt: number;
}

/** Everything that is judged: what the vendors have written down, and what was done. */
export interface Truth {
  readonly scene: Scene;
  readonly tickets: readonly TicketTruth[];
  readonly sends: readonly Send[];
  readonly journal: ReadonlyMap<number, JournalEntry>;
  /** When nobody may be written to at all. */
  readonly paused: readonly Span[];
  readonly off: readonly Span[];
  readonly gone: readonly Span[];
  readonly endedAt: number;
  readonly identity: Identity;
}

export function truthOf(scene: Scene): Truth {
  const { chronicle, sandbox, lane } = scene;
  const tickets = scene.tickets.map((id, index) => ticketTruth(scene, id, index));
  const journal = new Map(sandbox.brevo.journal.requests().map((entry) => [entry.seq, entry]));
  const between = (start: Switch, ...ends: readonly Switch[]): readonly Span[] =>
    spansOf(chronicle.switches, start, ends);
  const sends = chronicle.writes.flatMap((write) => sendOf(scene, write, { tickets, entry: journal.get(write.seq) }));
  return {
    ...{ scene, tickets, sends, journal, endedAt: lane.now(), identity: identityOf(scene) },
    ...{
      paused: between('paused', 'resumed', 'uninstalled'),
      off: between('off', 'on'),
      gone: between('uninstalled', 'installed'),
    },
  };
}

function spansOf(switches: Scene['chronicle']['switches'], start: Switch, ends: readonly Switch[]): readonly Span[] {
  const spans: Span[] = [];
  let from: number | null = null;
  for (const { at, to } of switches) {
    if (to === start) from ??= at;
    if (!ends.includes(to) || from === null) continue;
    spans.push({ from, to: at });
    from = null;
  }
  return from === null ? spans : [...spans, { from, to: Number.POSITIVE_INFINITY }];
}

function ticketTruth(scene: Scene, id: number, index: number): TicketTruth {
  const { happened } = scene.sandbox.world;
  const openings = happened.filter((change) => change.do === 'openTicket' || change.do === 'openTicketByNewcomer');
  const createdAt = openings[index]?.at ?? 0;
  const own = happened.filter((change) => 'ticketId' in change && change.ticketId === id);
  const timesOf = (what: string): readonly number[] => own.flatMap((change) => (change.do === what ? [change.at] : []));
  const [closings, reopenings] = [timesOf('closeTicket'), timesOf('reopenTicket')];
  const starts = [createdAt, ...reopenings];
  return {
    ...{ id, createdAt, closings, reopenings, email: scene.chronicle.emails.get(id) ?? '' },
    open: starts.map((from, turn) => ({ from, to: closings[turn] ?? Number.POSITIVE_INFINITY })),
    scores: own.flatMap((change) => (change.do === 'scoreSurvey' ? [{ at: change.at, score: change.score }] : [])),
    surveySentAt: timesOf('sendSurvey')[0] ?? null,
    skippedAt: own.flatMap((change) => (change.do === 'closeTicket' && change.survey === 'skip' ? [change.at] : [])),
  };
}

interface Said {
  readonly campaign: CampaignName;
  readonly email: string;
}

const EVENTS: Readonly<Record<string, CampaignName>> = { UPSELL: 'upsell', SORRY: 'sorry' };
export const CAMPAIGN_LIST = 41;

interface Body {
  readonly event_name?: string;
  readonly identifiers?: { readonly email_id?: string };
  readonly to?: readonly { readonly email: string }[];
  readonly tags?: readonly string[];
  readonly email?: string;
  readonly listIds?: readonly number[];
}

/** What a campaign's request says, by what is in it; null: it is none. */
export function saidOf({ method, path, body }: Pick<Write, 'method' | 'path' | 'body'>): Said | null {
  const said = (body ?? {}) as Body;
  if (path === '/v3/events') {
    const campaign = EVENTS[said.event_name ?? ''];
    return campaign === undefined ? null : { campaign, email: said.identifiers?.email_id ?? '' };
  }
  if (path === '/v3/smtp/email')
    return { campaign: (said.tags?.[0] ?? '') as CampaignName, email: said.to?.[0]?.email ?? '' };
  const isAdding = method === 'POST' && path === '/v3/contacts' && said.listIds?.includes(CAMPAIGN_LIST) === true;
  return isAdding ? { campaign: 'newsletter', email: said.email ?? '' } : null;
}

function sendOf(
  { account, chronicle }: Scene,
  write: Write,
  { tickets, entry }: { readonly tickets: readonly TicketTruth[]; readonly entry: JournalEntry | undefined },
): readonly Send[] {
  const said = saidOf(write);
  if (said === null) return [];
  const { at, by } = write;
  const ask = chronicle.asks.findLast((one) => one.id === by.requestId && one.at <= at) ?? null;
  const ticketId = by.ticketId ?? ask?.ticketId ?? null;
  if (ticketId === null && ask === null) chronicle.wrongs.push(`a campaign leaves in the step ${by.step}`);
  const key = ticketId === null ? `${account}/asked/${ask?.id ?? ''}` : `${account}/${String(ticketId)}/campaign/1`;
  const begun = chronicle.begun.findLast((one) => one.key === key && one.at <= at);
  return [
    {
      ...{ ...said, write, at, ask, key, ticket: tickets.find(({ id }) => id === ticketId) ?? null },
      ...{ isDone: entry?.effective === true, status: entry?.status ?? 0, fault: entry?.fault ?? null },
      isTaken: entry?.effective === true || (entry?.fault === null && entry.status >= 200 && entry.status < 300),
      begunAt: begun?.at ?? at,
    },
  ];
}

export interface SaidNo extends Span {
  /** The contact was deleted, and what it had said cannot be taken back there any more. */
  readonly isLasting: boolean;
  /** Somebody here has read it while it stood there. */
  readonly isRead: boolean;
}

/** When the person had all mail taken off, or had left the list. */
export function blocklistedOf({ chronicle }: Scene, email: string): readonly SaidNo[] {
  const said = chronicle.mails.filter((one) => one.email === email && one.said === 'blocklisted');
  return said.map(({ at }) => saidNo(chronicle, email, at));
}

export function leftOf({ chronicle }: Scene, email: string, list: number): readonly SaidNo[] {
  const left = chronicle.lists.filter((one) => one.email === email && one.left === list);
  return left.map(({ at }) => saidNo(chronicle, email, at));
}

/** Until they want mail again. Deleting the contact ends it where nobody here had read it, but not where somebody had. */
function saidNo({ mails, reads }: Scene['chronicle'], email: string, from: number): SaidNo {
  const later = mails.filter((one) => one.email === email && one.at >= from);
  const yes = later.find(({ said }) => said === 'subscribed')?.at ?? Infinity;
  const removed = later.find(({ said, at }) => said === 'removed' && at < yes)?.at ?? Infinity;
  const isRead = reads.some((read) => read.email === email && read.at > from && read.at < removed);
  return { from, to: isRead ? yes : Math.min(yes, removed), isLasting: isRead && removed < Infinity, isRead };
}

export function categoryOf(score: number): CampaignName {
  return score >= 4 ? 'upsell' : score <= 2 ? 'win-back' : 'newsletter';
}

/** The better a ticket ended, the more. */
export const RANK: Readonly<Record<CampaignName, number>> = { upsell: 2, newsletter: 1, sorry: 1, 'win-back': 0 };

/** Of everybody who ever had something to do with whoever has the address. */
export function kinTickets({ tickets, identity }: Truth, email: string): readonly TicketTruth[] {
  const kin = identity.kin(email);
  return tickets.filter((ticket) =>
    identity.owners(ticket.id).some(({ is }) => identity.addresses(is).some((address) => kin.has(address.is))),
  );
}

/** The time in which another ticket has held it, or nobody knew yet how that ended, does not count against it. */
export function lastTimeOf(
  truth: Truth,
  { email, ticket, at }: Send,
  { to, until, expiresMs }: { readonly to: number; readonly until: number; readonly expiresMs: number },
): number {
  const { scene } = truth;
  const others = kinTickets(truth, email).filter(({ id }) => id !== ticket?.id);
  const held = others.flatMap(({ open, scores }) =>
    open.map(({ from, to: closedAt }) => {
      const score = scores.find((one) => one.at <= closedAt + scene.setting.csatWaitMs);
      const knownAt = score === undefined ? closedAt + scene.setting.csatWaitMs : Math.max(score.at, closedAt);
      return { from, to: Math.min(knownAt, at, until) };
    }),
  );
  return held
    .sort((one, other) => one.from - other.from)
    .reduce((last, hold) => (hold.from < last ? Math.max(last, hold.to + expiresMs) : last), to + expiresMs);
}
