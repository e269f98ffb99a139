import type { Campaign, PolicyInput, SpokenRule } from '../../domain/campaign/campaign-types';
import type { KeptEnd, PastSend, PastTicket, Period, PersonPast } from '../../domain/rehearsal/rehearsal-types';
import { observe } from '../../domain/ticket/observe';
import { type TicketState, unknownTicket } from '../../domain/ticket/state';
import type {
  KeptDecisionRow,
  PastReader,
  PastTicketRow,
  SentCampaignRow,
  WalkedCustomer,
} from '../../store/rehearsals/rehearsal-types';

type Consent = { readonly blacklisted: boolean; readonly unsubscribed: readonly number[] } | null;

export interface PastOptions {
  readonly account: string;
  readonly period: Period;
  /** Why nobody is written to at that address; missing: somebody is. */
  readonly unfitAt: (emailKey: string) => string | undefined;
  /** What a contact's own word in Brevo means for that campaign; null: Brevo knows no such contact, as far as anybody has asked. */
  readonly consentOf: (contact: Consent, campaign: Campaign | null) => PolicyInput['person'];
}

/** What the store knows of the people who are looked at with these customers, those without a ticket in the rehearsed time left out. */
export async function readPeople(
  reader: PastReader,
  customers: readonly WalkedCustomer[],
  options: PastOptions,
): Promise<readonly PersonPast[]> {
  const { account, period } = options;
  const leads = customers.filter(({ isFirst }) => isFirst);
  if (leads.length === 0) return [];
  const tickets = await reader.tickets(account, leads, period.from);
  if (tickets.length === 0) return [];
  const ticketIds = tickets.map(({ ticket }) => ticket.id);
  const byPerson = grouped(tickets, ({ person }) => person);
  const emailKeys = leads.flatMap(({ emailKey }) => emailKey ?? []);
  const [decisions, sent, consents] = await Promise.all([
    reader.decisions(account, ticketIds),
    reader.sent(account, { people: leads.filter(({ id }) => byPerson.has(id)), ticketIds }),
    reader.consents(account, emailKeys),
  ]);
  const keptOf = grouped(decisions, ({ ticketId }) => ticketId);
  return leads.flatMap(({ id, emailKey }) => {
    const own = byPerson.get(id) ?? [];
    if (own.length === 0) return [];
    const whyUnfit = emailKey === null ? undefined : options.unfitAt(emailKey);
    const contact = emailKey === null ? null : (consents.get(emailKey) ?? null);
    return [
      {
        tickets: own.map((row) => toPastTicket(row, keptOf.get(row.ticket.id) ?? [])),
        sends: otherSends(own, { person: id, sent, keptOf, period }),
        consent: (campaign): PolicyInput['person'] => ({
          ...options.consentOf(contact, campaign),
          ...(emailKey !== null && whyUnfit === undefined ? {} : { hasEmail: false, whyUnfit }),
        }),
      },
    ];
  });
}

function toPastTicket(row: PastTicketRow, kept: readonly KeptDecisionRow[]): PastTicket {
  const { ticket, state } = row;
  return {
    ticketId: ticket.id,
    createdAt: ticket.createdAt,
    state: stateOf(row),
    isWatched: state !== null && state.level !== null,
    keptEnds: kept.map(toKeptEnd),
  };
}

/** What lists have shown of it joins what is known from watching it; of a ticket that nobody watched it is all there is. */
function stateOf({ ticket, survey, deletedAt, mergedInto, state }: PastTicketRow): TicketState {
  const { updatedAt, id } = ticket;
  const known = state ?? unknownTicket(id);
  if (known.level !== null && known.level.updatedAt >= updatedAt) return known;
  const seen = observe(known, { kind: 'ticket', ticket, survey, readAt: updatedAt });
  if (deletedAt !== null) return observe(seen, { kind: 'not_found', readAt: deletedAt });
  return mergedInto === null ? seen : observe(seen, { kind: 'merged', into: mergedInto, readAt: updatedAt });
}

function toKeptEnd({
  closedAt,
  decidedAt,
  askedAt,
  outcome,
  score,
  campaign,
  kind,
  sending,
  why,
  rules,
}: KeptDecisionRow): KeptEnd {
  const by = kind === 'send' ? null : (rules.at(-1)?.rule ?? null);
  return { closedAt, decidedAt, askedAt, outcome, score, campaign, kind, sending, by, why, consent: consentIn(rules) };
}

/** Null: the rules did not come to ask about it. */
function consentIn(rules: readonly SpokenRule[]): KeptEnd['consent'] {
  const said = (name: SpokenRule['rule']): SpokenRule['says'] | undefined =>
    rules.find(({ rule }) => rule === name)?.says;
  if (said('consent_known') === 'skip') return { blocklisted: true, unsubscribed: false, consentUnknown: true };
  const blocklisted = said('not_blocklisted');
  if (blocklisted === undefined) return null;
  return { blocklisted: blocklisted === 'skip', unsubscribed: said('not_unsubscribed') === 'skip' };
}

interface SendsOf {
  readonly person: number;
  readonly sent: readonly SentCampaignRow[];
  readonly keptOf: ReadonlyMap<number, readonly KeptDecisionRow[]>;
  readonly period: Period;
}

/** What went to the person for another reason than an end that is rehearsed: a program's campaigns, and those of tickets from before. */
function otherSends(own: readonly PastTicketRow[], { person, sent, keptOf, period }: SendsOf): readonly PastSend[] {
  const ids = new Set(own.map(({ ticket }) => ticket.id));
  const others = sent.filter(({ person: whose, ticketId, name }) => {
    const isTheirs = whose === person || (ticketId !== null && ids.has(ticketId));
    const ends = ticketId === null ? [] : (keptOf.get(ticketId) ?? []);
    const isRehearsed = ends.some(
      ({ kind, campaign, closedAt }) => kind === 'send' && campaign === name && closedAt >= period.from,
    );
    return isTheirs && !isRehearsed;
  });
  // Found by its person and by its ticket, it is one all the same.
  return [...new Map(others.map((one) => [one.key, one])).values()];
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => number): ReadonlyMap<number, readonly Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const known = groups.get(keyOf(row));
    if (known === undefined) groups.set(keyOf(row), [row]);
    else known.push(row);
  }
  return groups;
}
