import type { Timestamp } from '../../../src/domain/timestamp';
import { withBrevo, withOutbox, withReader } from './grafts';
import type { PlantedFault } from './planted';

const BY_ADDRESS = `select coalesce(first_tried_at, settled_at, intended_at) as at from outbox
  where account = $1 and email_key = $2 and key <> $3 and kind = 'campaign' and state in ('sending', 'sent', 'unknown')`;

const FORGET = 'delete from brevo_contacts where account = $1 and email_key = $2';

/** Rules that only show when something becomes another's, or somebody is deleted in Brevo. */
export const PLANTED_MOVES: Readonly<Record<string, PlantedFault>> = {
  'the cap counts what went to the address alone': {
    ...{ shows: /\(1\) .* although the cap is reached/, matters: ['other addresses', 'merges'] },
    store: (store) =>
      withOutbox(store, () => ({
        sentTo: async (account, { emailKey }, key) => {
          const rows = await store.db.query<{ at: Timestamp }>(BY_ADDRESS, [account, emailKey, key]);
          return rows.map(({ at }) => at);
        },
      })),
  },
  'what a contact has said goes with it': {
    ...{
      shows: /\(1\) .*(although blocklisted|although the person has left|which they have left)/,
      matters: ['deleted contacts', 'consent'],
    },
    store: (store) => ({
      ...store,
      contacts: {
        ...store.contacts,
        deletedInBrevo: async (account, emailKey) => {
          await store.db.query(FORGET, [account, emailKey]);
          return null;
        },
      },
    }),
  },
  'what was made for one person goes to whoever has the ticket': {
    ...{ shows: /\(1\) .* although it was made for/, matters: ['given tickets', 'programs'] },
    store: (store) =>
      withReader(store, (reader) => ({
        addressesOf: async (account, customerId) => [
          ...(await reader.addressesOf(account, customerId)),
          ...[0, 1].map((person) => `person-${String(person)}@${account}.example.com`),
        ],
      })),
  },
  'a ticket is whose it was when it was first seen': {
    ...{ shows: /\(1\) .* although the ticket is of nobody with that address/, matters: ['given tickets'] },
    store: (store) => {
      const first = new Map<string, string>();
      return withReader(store, (reader) => ({
        details: async (account, ticketId) => {
          const details = await reader.details(account, ticketId);
          if (details === null || details.emailKey === null) return details;
          const known = first.get(`${account}/${String(ticketId)}`) ?? details.emailKey;
          first.set(`${account}/${String(ticketId)}`, known);
          return { ...details, emailKey: known };
        },
      }));
    },
  },
  'nobody looks who is on the list already': {
    ...{ shows: /\(1\) .* although they are on the list/, matters: ['other tickets', 'programs'] },
    deps: (deps) =>
      withBrevo(deps, (brevo) => ({
        getContact: async (email) => ({ ...(await brevo.getContact(email)), listIds: [] }),
      })),
  },
  'an end wakes nobody whom it held': {
    // Or its hold lasts so long that it is too late for it.
    ...{ shows: /\(3\) .* was never sent|\(5\) .* was free since/, matters: ['other tickets'] },
    store: (store) => withReader(store, () => ({ heldBy: () => Promise.resolve([]) })),
  },
};
