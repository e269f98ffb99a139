import type { Ask } from './chronicle';
import { MINUTE } from './commands';
import type { Scene } from './scene';
import type { Span } from './spans';
import type { TicketTruth } from './truth';

/** Something was so from then until then. */
export interface Was<Value> extends Span {
  readonly is: Value;
}

/** Who was whose, as Gorgias has it and as the connector has to know it. */
export interface Identity {
  /** Whose the ticket was. */
  owners(ticketId: number): readonly Was<number>[];
  /** Addresses of a customer; the last one's end is that they were merged. */
  addresses(customerId: number): readonly Was<string>[];
  /** Into whom the customer was merged, as known by then. */
  survivor(customerId: number, at: number): number;
  /** Since when the connector has to know what was changed then by nothing but a run. */
  knownAt(at: number): number;
  /** All addresses of whoever has or had the address, of those who were merged, and of whoever had an address or a ticket of theirs. */
  kin(email: string): ReadonlySet<string>;
  /** The same without whoever had nothing of theirs but a ticket. */
  self(email: string): ReadonlySet<string>;
  /** Whoever has ever had the address; null: nobody, or several. */
  holder(email: string): number | null;
  /** All that is known of them by address. */
  readonly customers: ReadonlyMap<number, readonly Was<string>[]>;
}

export function identityOf({ chronicle, sandbox }: Scene): Identity {
  const { happened } = sandbox.world;
  const knownAt = (at: number): number => chronicle.syncs.find(({ from }) => from > at)?.to ?? Infinity;
  const addresses = new Map<number, Was<string>[]>();
  const owners = new Map<number, Was<number>[]>();
  for (const [id, email] of chronicle.met) addresses.set(id, [{ from: 0, to: Infinity, is: email }]);
  for (const [ticketId, id] of chronicle.openers) owners.set(ticketId, [{ from: 0, to: Infinity, is: id }]);
  const merges: { readonly at: number; readonly source: number; readonly target: number }[] = [];
  for (const change of happened) {
    const { at } = change;
    if (change.do === 'setEmail') turn(addresses, change.customerId, { at, is: change.email ?? '' });
    if (change.do === 'moveTicketToCustomer') turn(owners, change.ticketId, { at, is: change.customerId });
    if (change.do !== 'mergeCustomers') continue;
    const { sourceId: source, targetId: target } = change;
    merges.push({ at, source, target });
    turn(addresses, source, { at, is: '' });
    for (const [ticketId, was] of owners) if (was.at(-1)?.is === source) turn(owners, ticketId, { at, is: target });
  }
  const holders = (email: string): readonly number[] =>
    [...addresses].flatMap(([id, was]) => (was.some(({ is }) => is === email) ? [id] : []));
  const merged = merges.map(({ source, target }) => [source, target]);
  const ties = [...merged, ...[...owners.values()].map(idsOf)];
  return {
    ...{ knownAt, customers: addresses },
    owners: (ticketId) => owners.get(ticketId) ?? [],
    addresses: (customerId) => addresses.get(customerId) ?? [],
    survivor: (customerId, at) =>
      merges.reduce((id, merge) => (merge.source === id && knownAt(merge.at) <= at ? merge.target : id), customerId),
    kin: (email) => kinOf(email, { addresses, ties }),
    self: (email) => kinOf(email, { addresses, ties: merged }),
    holder: (email) => {
      const [one, ...others] = holders(email);
      return one === undefined || others.length > 0 ? null : one;
    },
  };
}

function turn<Value>(all: Map<number, Was<Value>[]>, id: number, { at, is }: { at: number; is: Value }): void {
  const was = all.get(id) ?? [];
  const last = was.at(-1);
  const ended = last === undefined ? [] : [...was.slice(0, -1), { ...last, to: at }];
  all.set(id, [...ended, { from: at, to: Infinity, is }]);
}

function idsOf(was: readonly Was<number>[]): readonly number[] {
  return was.map(({ is }) => is);
}

function kinOf(
  email: string,
  known: {
    readonly addresses: ReadonlyMap<number, readonly Was<string>[]>;
    readonly ties: readonly (readonly number[])[];
  },
): ReadonlySet<string> {
  const kin = new Set([email]);
  const people = new Set<number>();
  for (let before = -1; before !== kin.size + people.size;) {
    before = kin.size + people.size;
    for (const [id, was] of known.addresses)
      if (people.has(id) || was.some(({ is }) => kin.has(is))) {
        people.add(id);
        was.filter(({ is }) => is !== '').forEach(({ is }) => kin.add(is));
      }
    for (const tie of known.ties) if (tie.some((id) => people.has(id))) tie.forEach((id) => people.add(id));
  }
  return kin;
}

interface Sent {
  readonly email: string;
  readonly ticket: Pick<TicketTruth, 'id'> | null;
}

function both(one: Span, other: Span): readonly Span[] {
  const span = { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) };
  return span.from < span.to ? [span] : [];
}

/** An address that was had, until the connector has to know that it is not any more; and from when it has to know that it is. */
function lastingOf(identity: Identity, { from, to }: Span): { readonly believed: Span; readonly certain: Span } {
  return {
    believed: { from, to: identity.knownAt(to) },
    certain: { from: from === 0 ? 0 : identity.knownAt(from), to },
  };
}

/** When the other ticket was one of the same person, as the connector has to know: the same customer's, or of one who has the same address. */
export function sharedSpans(identity: Identity, { email, ticket }: Sent, other: number): readonly Span[] {
  const theirs = identity.owners(other);
  const own = ticket === null ? [] : identity.owners(ticket.id);
  const ofCustomer = theirs.flatMap((one) => own.flatMap((mine) => (mine.is === one.is ? both(mine, one) : [])));
  const ofAddress = theirs.flatMap((one) =>
    identity
      .addresses(one.is)
      .filter(({ is }) => is === email)
      .flatMap((address) => both(one, lastingOf(identity, address).certain)),
  );
  return [...ofCustomer, ...ofAddress];
}

/** The same as Gorgias has it, whoever knows. */
export function holdingSpans(identity: Identity, sent: Sent, other: number): readonly Span[] {
  return sharedSpans({ ...identity, knownAt: (at) => at }, sent, other);
}

/** When the ticket was of somebody who had the address, as far as the connector may believe. */
export function belongsTo(identity: Identity, { email, ticket }: Sent): readonly Span[] {
  if (ticket === null) return [{ from: 0, to: Infinity }];
  return identity.owners(ticket.id).flatMap((one) =>
    identity
      .addresses(one.is)
      .filter(({ is }) => is === email)
      .flatMap((address) => both({ ...one, to: one.to + MINUTE }, lastingOf(identity, address).believed)),
  );
}

/**
 * Two were sent to one person, as the connector has to know: to the same address, or to those of one customer who alone has and had them, merges
 * included.
 */
export function isSamePerson(identity: Identity, [one, other]: readonly [Sent, Sent], at: number): boolean {
  if (one.email === other.email) return true;
  const [mine, theirs] = [holderKnown(identity, one, at), holderKnown(identity, other, at)];
  return mine !== null && theirs !== null && identity.survivor(mine, at) === identity.survivor(theirs, at);
}

/** By the ticket, or by a run that came while the customer had the address. */
function holderKnown(identity: Identity, { email, ticket }: Sent, at: number): number | null {
  const holder = identity.holder(email);
  if (holder === null || ticket !== null) return holder;
  const had = identity.addresses(holder).filter(({ is }) => is === email);
  return had.some(({ from, to }) => identity.knownAt(from) < Math.min(to, at)) ? holder : null;
}

/** Addresses that whoever alone has this one had before, and since when the connector has to know. */
export function formerAddresses(
  identity: Identity,
  email: string,
): readonly { readonly email: string; readonly knownAt: number }[] {
  const holder = identity.holder(email);
  if (holder === null) return [];
  const had = identity.addresses(holder).filter(({ is, to }) => is !== email && is !== '' && to < Infinity);
  return had.map(({ is, to }) => ({ email: is, knownAt: identity.knownAt(to) }));
}

/** A program has made it for somebody who never had that address, and was never merged with whoever had. */
export function isForAnother(identity: Identity, email: string, ask: Ask | null): boolean {
  return ask !== null && ask.email !== email && !identity.self(ask.email).has(email);
}

/** Nobody has anything to do with another person's, nor another address than at first: the ticket, and whoever is named for it. */
export function isSettled(identity: Identity, ticketId: number): boolean {
  const owners = identity.owners(ticketId);
  return owners.length === 1 && owners.every(({ is }) => identity.addresses(is).length === 1);
}
