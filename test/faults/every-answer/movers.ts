import type { Moved } from './moves';
import type { Shop } from './shop';
import { materialised, spoil } from './spoil';
import { contactWrongs, shopContacts, toldTo, type Visitor } from './truth';

/** A visitor of whom something changes. */
export interface Mover extends Visitor {
  readonly moved: Moved;
  /** Unless everybody had to wait. */
  readonly wasServed: boolean;
  /** Of a tag of theirs. */
  readonly tag: string;
}

export function moverOf(shop: Shop, visitor: Visitor, moved: Moved, wasServed: boolean): Mover {
  const tag = `Tag of ${visitor.email}`;
  if (moved.move.kind === 'list deleted')
    shop.sandbox.world.change({ do: 'setTags', ticketId: visitor.ticketId, tags: [tag] });
  return { ...visitor, moved, tag, wasServed };
}

/** It happens. */
export function happens(shop: Shop, mover: Mover): void {
  const { world, brevo, gorgias } = shop.sandbox;
  const { customerId, ticketId, email, tag } = mover;
  const { move } = mover.moved;
  switch (move.kind) {
    case 'odd record': {
      const survey = world.tickets.get(ticketId)?.surveyId ?? 0;
      const id = { customers: customerId, tickets: ticketId, 'satisfaction-surveys': survey }[move.of];
      gorgias.odd.show(move.of, id, { [move.field]: materialised(move.value) });
      return;
    }
    case 'readdressed':
      world.change({ do: 'setEmail', customerId, email: `moved-${email}` });
      return;
    case 'merged':
    case 'given': {
      const other = world.change({ do: 'createCustomer', email: `other-${email}`, name: 'The other one' });
      if (move.kind === 'merged') world.change({ do: 'mergeCustomers', sourceId: customerId, targetId: other });
      else world.change({ do: 'moveTicketToCustomer', ticketId, customerId: other });
      return;
    }
    case 'deleted':
      world.change({ do: 'deleteCustomer', customerId });
      return;
    case 'unscored': {
      const survey = world.state.surveys.get(world.tickets.get(ticketId)?.surveyId ?? 0);
      if (survey !== undefined) [survey.score, survey.scoredUs, survey.comment] = [null, null, null];
      return;
    }
    case 'blocklisted':
      brevo.people.blocklist(email);
      spoil(shop, { at: 'contact', answer: move.answer, times: null }, mover);
      return;
    case 'contact deleted':
      brevo.people.remove(email);
      // What somebody has deleted stays so until there is something to write: then all of it is.
      world.change({ do: 'updateCustomer', customerId, name: `Renamed ${tag}` });
      return;
    case 'list deleted': {
      const list = listOf(brevo.state, tag);
      if (list !== undefined) brevo.people.deleteList(list.id);
      return;
    }
    case 'attribute deleted':
      brevo.people.deleteAttribute(move.name);
  }
}

function listOf(state: Shop['sandbox']['brevo']['state'], tag: string): { readonly id: number } | undefined {
  return state.snapshot().lists.find(({ name }) => name === tag);
}

/** What is not as it must be, once all is well again; `isListed`: what we have said that it could not be told. */
export function wrongWithMover(shop: Shop, mover: Mover, isListed: (name: string) => boolean): readonly string[] {
  const { sandbox, lane } = shop;
  const { brevo, world } = sandbox;
  const contacts = shopContacts(world, lane.now());
  if (mover.moved.move.kind === 'blocklisted' && mover.moved.when === 'at once') return servedAgainst(shop, mover);
  const addresses = [mover.email, `moved-${mover.email}`, `other-${mover.email}`];
  const wrong = addresses.flatMap((email) => {
    const said = contacts.has(email) ? contactWrongs(contacts, brevo.state, email) : leftBehind(shop, email);
    return said.map((what) => `${email} ${what}`);
  });
  wrong.push(...toldWrong(shop, mover, isListed));
  const mails = brevo.state.mails().filter(({ to }) => addresses.some((email) => to.includes(email))).length;
  if (mails > 1) wrong.push(`mailed ${String(mails)} times`);
  if (mails < 1 && mover.story === 'dissatisfied' && isOwed(mover) && !isListed('win-back')) wrong.push('not mailed');
  if (mover.moved.move.kind === 'list deleted') {
    const list = listOf(brevo.state, mover.tag);
    if (list === undefined || brevo.state.contact(mover.email)?.listIds.includes(list.id) !== true)
      wrong.push('not on the list of their tag');
  }
  return wrong;
}

/** Whatever Brevo answered meanwhile: they want no mail. */
function servedAgainst({ sandbox: { brevo } }: Shop, { email }: Mover): readonly string[] {
  const contact = brevo.state.contact(email);
  const upsells = brevo.state
    .events()
    .filter(({ name, identifiers: of }) => name === 'UPSELL' && of['email_id'] === email);
  const mails = brevo.state.mails().filter(({ to }) => to.includes(email));
  return [
    ...(mails.length + upsells.length > 0 ? ['a blocklisted person is mailed'] : []),
    ...(contact?.listIds.length === 0 ? [] : [`a blocklisted person is on the lists ${contact?.listIds.join() ?? ''}`]),
    ...(contact?.emailBlacklisted === true ? [] : ['a blocklisted person is so no more']),
  ];
}

/** They stay who they are, and their score is there to be seen. */
function isOwed({ moved: { move, when }, wasServed }: Mover): boolean {
  const isGone = move.kind === 'deleted' || move.kind === 'merged' || move.kind === 'given';
  return (when === 'later' && wasServed) || !(isGone || move.kind === 'unscored');
}

function toldWrong({ sandbox: { brevo } }: Shop, mover: Mover, isListed: (name: string) => boolean): readonly string[] {
  const told = brevo.state
    .events()
    .filter(({ properties: of }) => of['ticket_id'] === mover.ticketId || of['customer_id'] === mover.customerId);
  return [...new Set([...toldTo(mover.story), ...told.map(({ name }) => name)])].flatMap((name) => {
    const times = told.filter((event) => event.name === name).length;
    const isWanted = toldTo(mover.story).includes(name);
    if (times > 1 || (times === 1 && !isWanted)) return [`${name} was told ${String(times)} times`];
    return times === 0 && isWanted && isOwed(mover) && !isListed(name) ? [`${name} was not told`] : [];
  });
}

/** Nobody of the shop has the address any more. */
function leftBehind({ sandbox: { brevo } }: Shop, email: string): readonly string[] {
  const contact = brevo.state.contact(email);
  const lists = contact?.listIds.filter((id) => id !== 41) ?? [];
  const isKnown = contact?.attributes['GORGIAS_ID'] !== undefined;
  return [
    ...(lists.length > 0 ? [`is nobody's, and on the lists ${lists.join()}`] : []),
    ...(isKnown ? ["is nobody's, and Brevo has what we knew of them"] : []),
  ];
}
