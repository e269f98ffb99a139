/** How another ticket stands that holds a campaign. `read_first`: the hold is over, and it may have ended while nobody looked. */
export type Holder = 'open' | 'snoozed' | 'closed' | 'read_first';

const HOLDERS: Readonly<Record<Holder, string>> = {
  open: 'is open',
  snoozed: 'is snoozed',
  closed: 'is closed, but how it ended is not known yet',
  read_first: 'was closed, and is read first to see how it ended',
};

/** That a ticket of the store may be in; what is read first is closed. */
const PHASES = ['open', 'snoozed', 'closed'] as const satisfies readonly Holder[];

/** What the rule says of one ticket. */
export function holdReason(ticketId: number, holder: Holder): string {
  return `ticket ${String(ticketId)} of the customer ${HOLDERS[holder]}`;
}

/** The same in words that stand for every ticket. */
export function holdText(holder: Holder): string {
  return `another ticket ${HOLDERS[holder]}`;
}

/** Who holds it, by the sentence of the rule; null: that tells of no holder. */
export function holderIn(why: string): { readonly heldBy: number; readonly holder: Holder } | null {
  const [, heldBy = '', how = ''] = /^ticket (\d+) of the customer (.+)$/.exec(why) ?? [];
  const holder = (Object.keys(HOLDERS) as readonly Holder[]).find((one) => HOLDERS[one] === how);
  return holder === undefined ? null : { heldBy: Number(heldBy), holder };
}

/**
 * How it stands by now: it may have fallen asleep, woken or been closed since the rule was asked.
 *
 * @param phase of the ticket that holds, as the store has it; null: it has none
 */
function holderNow(kept: Holder, phase: string | null): Holder {
  if (kept === 'read_first') return kept;
  return PHASES.find((one) => one === phase) ?? kept;
}

/** What the store tells of a hold: the sentence of the rule, whatever the number in it, and how the ticket in its way stands now. */
export interface HeldAs {
  readonly said: string;
  readonly phase: string | null;
}

/** Null: no other ticket holds it. */
export function holderOf(heldAs: HeldAs | null): Holder | null {
  const kept = heldAs === null ? null : holderIn(heldAs.said);
  return kept === null ? null : holderNow(kept.holder, heldAs?.phase ?? null);
}

/** The same reason as its ticket stands now. Another reason stays. */
export function holdReasonNow(
  why: string,
  { heldBy, phase }: { readonly heldBy: number; readonly phase: string },
): string {
  const kept = holderIn(why);
  return kept === null || kept.heldBy !== heldBy ? why : holdReason(heldBy, holderNow(kept.holder, phase));
}
