import { defaultLists } from '../../packages/sandbox/brevo/defaults';
import type { BrevoContact } from '../../packages/sandbox/brevo/model';
import type { WorldChange } from '../../packages/sandbox/world/changes/schema';
import { ACCOUNT } from '../support/connector';
import { openActivityHarness, type ActivityHarness } from './activity-harness';

export const MINUTE = 60_000;
export const DAY = 86_400_000;
export const OPEN_SUPPORT = 38;

/** Activities with a list of open support and a sweep every twenty days, in a time that goes on from one test to the next, as in life. */
export interface SilentHarness extends ActivityHarness {
  readonly contact: (email: string) => Readonly<BrevoContact> | null;
  /** On the list of open support. */
  readonly isWaitedFor: (email: string) => boolean;
  readonly newcomer: () => { readonly email: string; readonly ticketId: number; readonly customerId: number };
  /** Milliseconds since 1970, as everybody's clock has it now. */
  readonly nowMs: () => number;
  /** Everything is walked once: as many slices as that takes, and one run more that publishes what was found. */
  swept(): Promise<void>;
  /** The same, when it is time for it already. */
  sweptNow(): Promise<void>;
}

export async function openSilentHarness(): Promise<SilentHarness> {
  const lists = [...defaultLists, { id: OPEN_SUPPORT, name: 'Open support', folderId: 4 }];
  const harness = await openActivityHarness(withSettings, { brevo: { lists } });
  const { brevo, world } = harness.sandbox;
  let ahead = 0;
  let people = 0;
  const nowMs = (): number => Date.now() + ahead;
  const later = (ms: number): Promise<void> => harness.later((ahead += ms));
  const happen = (change: WorldChange): number => harness.happen({ ...change, at: nowMs() });
  const sweptNow = async (): Promise<void> => {
    do await harness.sync();
    while ((await harness.store.sweeps.last(ACCOUNT))?.finishedAt === null);
    await harness.sync();
  };
  return {
    ...harness,
    ...{ happen, later, nowMs, sweptNow },
    contact: (email) => brevo.state.contact(email),
    isWaitedFor: (email) => brevo.state.members(OPEN_SUPPORT).includes(email.toLowerCase()),
    newcomer: () => {
      const email = `person${String((people += 1))}@customer.example.com`;
      const ticketId = happen({ do: 'openTicketByNewcomer', email });
      return { email, ticketId, customerId: world.state.tickets.get(ticketId)?.customerId ?? 0 };
    },
    swept: async () => {
      await later(20 * DAY);
      await sweptNow();
    },
  };
}

export const withSettings = (yaml: string): string =>
  yaml
    .replace('# open_support: 38', 'open_support: 38')
    .replace('# open_tickets: OPEN_TICKETS', 'open_tickets: OPEN_TICKETS')
    .replace('sweep: 24h', 'sweep: 20d');
