import type { Sandbox } from './start';

/** What the sandbox' Brevo holds of a person, for whoever wants to look into it. */
export interface HeldContact {
  readonly email: string | null;
  readonly id: number;
  readonly blocklisted: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly lists: readonly { readonly id: number; readonly name: string }[];
  /** Lists that the person left by unsubscribing. */
  readonly left: readonly number[];
  /** Oldest first. */
  readonly events: readonly { readonly at: string; readonly name: string; readonly ticketId: number | null }[];
  readonly mails: readonly { readonly at: string; readonly templateId: number | null }[];
}

/** @param who An e-mail, in any case, or the number of a ticket. Null: Brevo has nobody like that. */
export function heldContact({ brevo, world }: Sandbox, who: string): HeldContact | null {
  const email = /^\d+$/.test(who) ? emailOfTicket(world, Number(who)) : who.trim().toLowerCase();
  const contact = email === null ? null : brevo.state.contact(email);
  if (contact === null || email === null) return null;
  const { lists } = brevo.state.snapshot();
  const nameOf = (id: number): string => lists.find((list) => list.id === id)?.name ?? '';
  return {
    email: contact.email,
    id: contact.id,
    blocklisted: contact.emailBlacklisted,
    attributes: contact.attributes,
    lists: contact.listIds.map((id) => ({ id, name: nameOf(id) })),
    left: contact.listUnsubscribed ?? [],
    events: brevo.state.events().flatMap(({ contactId, date, name, properties }) => {
      const ticket = properties['ticket_id'];
      return contactId === contact.id ? [{ at: date, name, ticketId: typeof ticket === 'number' ? ticket : null }] : [];
    }),
    mails: brevo.state
      .mails()
      .flatMap(({ to, at, templateId }) =>
        to.some((address) => address.toLowerCase() === email) ? [{ at: new Date(at).toISOString(), templateId }] : [],
      ),
  };
}

function emailOfTicket({ tickets, customers }: Sandbox['world'], ticketId: number): string | null {
  const customerId = tickets.get(ticketId)?.customerId;
  return customers.get(customerId ?? 0)?.email?.toLowerCase() ?? null;
}
