import { randomUUID } from 'node:crypto';
import type { ContactState } from '../../../src/brevo/types';
import { changed, NOBODY, seesNoOtherTickets, switchedOn, withBrevo, withOutbox, withReader } from './grafts';
import { PLANTED_MOVES } from './planted-moves';
import type { Plant } from './worker';
import { timestamp } from '../../../src/domain/timestamp';

/** A fault as somebody could make it: one rule switched off, by what the activities are given. */
export interface PlantedFault extends Plant {
  readonly shows: RegExp;
  /** What the sequences are about in which it is looked for. */
  readonly matters: readonly string[];
  /** With which it is found soon; any other finds it later. */
  readonly seed?: number;
}

export const PLANTED: Readonly<Record<string, PlantedFault>> = {
  ...PLANTED_MOVES,
  'a pause is heard by nobody who sends': {
    ...{ shows: /\(4\) while it was paused/, matters: ['pauses', 'other tickets'] },
    store: (store) => ({
      ...withOutbox(store, () => ({ admit: () => Promise.resolve('open') })),
      admission: {
        ...store.admission,
        enter: (account, departure) => store.admission.enter(account, { ...departure, writes: false }),
      },
    }),
  },
  'a pause does not wait for what is on the wire': {
    ...{ shows: /\(4\) while it was paused/, matters: ['the world goes on', 'pauses'] },
    store: (store) => ({
      ...store,
      admission: {
        ...store.admission,
        enter: async (account, departure) => {
          const admitted = await store.admission.enter(account, departure);
          if (admitted.kind === 'go' && admitted.token !== null) await store.admission.leave(account, admitted.token);
          return admitted;
        },
      },
    }),
  },
  'switched off, it goes on': {
    ...{ shows: /\(4\) while it was off/, matters: ['on and off', 'reopening'] },
    store: (store) => ({
      ...withOutbox(store, () => ({ admit: () => Promise.resolve('open') })),
      accounts: { ...store.accounts, find: async (account) => switchedOn(await store.accounts.find(account)) },
      admission: {
        ...store.admission,
        enter: async (account, departure) => {
          const admitted = await store.admission.enter(account, departure);
          return admitted.kind === 'off' ? { kind: 'go', token: null, probes: [] } : admitted;
        },
      },
    }),
    config: (config) => ({ ...config, enabled: true }),
  },
  'everybody has consented': {
    ...{ shows: /\(1\) .* although (blocklisted|the person has left)/, matters: ['consent', 'programs'] },
    deps: (deps) =>
      withBrevo(deps, (brevo) => ({
        getContact: async (email) => ({
          ...(await brevo.getContact(email)),
          emailBlacklisted: false,
          listUnsubscribed: [],
        }),
      })),
  },
  'whoever was asked about once is not asked about again': {
    // Or it is the other way round, and somebody who wants mail again gets none.
    ...{ shows: /\(1\) .* although (blocklisted|the person has left)|\(3\)/, matters: ['consent', 'programs'] },
    deps: (deps) => {
      const known = new Map<string, Promise<ContactState>>();
      return withBrevo(deps, (brevo) => ({
        getContact: (email) => {
          const answer = known.get(email) ?? brevo.getContact(email);
          known.set(email, answer);
          answer.catch(() => known.delete(email));
          return answer;
        },
      }));
    },
  },
  'a page in the place of an answer passes for consent': {
    ...{
      shows: /\(1\) .*(although blocklisted|although the person has left|which they have left)/,
      matters: ['consent', 'faults'],
    },
    deps: (deps) =>
      withBrevo(deps, (brevo) => ({ getContact: (email) => brevo.getContact(email).catch(() => NOBODY) })),
  },
  'other tickets hold nothing': {
    ...{ shows: /\(1\) .* although another ticket is open/, matters: ['other tickets', 'reopening'] },
    store: (store) => withReader(store, () => ({ othersOf: () => Promise.resolve([]) })),
  },
  'other tickets are as they were last seen': {
    ...{ shows: /\(1\) .* although another ticket is open/, matters: ['other tickets', 'reopening'] },
    deps: seesNoOtherTickets,
  },
  'nobody looks at the ticket again': {
    ...{ shows: /\(1\) .* although the ticket is open/, matters: ['reopening', 'faults'] },
    store: (store) => withReader(store, () => ({ seenAt: () => store.outbox.now() })),
    deps: seesNoOtherTickets,
  },
  'the cap counts nothing': {
    ...{ shows: /\(1\) .* although the cap is reached/, matters: ['other tickets', 'programs'] },
    store: (store) => withOutbox(store, () => ({ sentTo: () => Promise.resolve([]) })),
  },
  'nobody locks the person': {
    ...{ shows: /\(1\) .* although the cap is reached/, matters: ['second workers', 'programs'] },
    store: (store) => withOutbox(store, () => ({ lockPerson: () => Promise.resolve() })),
  },
  'nothing expires': {
    ...{ shows: /\(1\) .* although it has expired/, matters: ['breakages', 'pauses'] },
    store: (store) =>
      withOutbox(store, (outbox) => ({
        find: async (...args) => changed(await outbox.find(...args), { expiresAt: null }),
      })),
  },
  'what ended before the installation counts': {
    ...{ shows: /\(1\) .* although the ticket ended before the installation/, matters: ['installations', 'programs'] },
    store: (store) => ({
      ...store,
      accounts: {
        ...store.accounts,
        find: async (account) => {
          const row = await store.accounts.find(account);
          return row === null ? null : { ...row, publishFrom: timestamp('2000-01-01T00:00:00.000000Z') };
        },
      },
    }),
  },
  'an attempt under way looks like none': {
    ...{ shows: /\(2\)/, matters: ['deaths', 'faults'] },
    store: (store) =>
      withOutbox(store, (outbox) => ({
        find: async (...args) => {
          const entry = await outbox.find(...args);
          return entry?.state === 'sending' ? { ...entry, state: 'intended', unsure: false } : entry;
        },
        begin: async (account, { key }) => {
          const entry = await outbox.find(account, key);
          return entry === null ? null : outbox.begin(account, entry);
        },
      })),
  },
  'whoever comes second begins too': {
    ...{ shows: /\(2\)/, matters: ['second workers', 'other tickets'] },
    store: (store) =>
      withOutbox(store, (outbox) => ({
        begin: async (account, entry) => {
          const token = await outbox.begin(account, entry);
          const now = token === null ? await outbox.find(account, entry.key) : null;
          return now === null ? token : ((await outbox.begin(account, now)) ?? randomUUID());
        },
      })),
  },
  'a lost answer means that nothing was done': {
    ...{ shows: /\([26]\)/, matters: ['faults', 'other tickets'] },
    store: (store) =>
      withOutbox(store, (outbox) => ({
        lose: (account, attempt) => outbox.release(account, attempt, { gate: 'lost', waitsFor: null }),
      })),
  },
  'anybody ends any attempt': {
    ...{ shows: /\(6\)/, matters: ['late workers', 'faults'] },
    store: (store) =>
      withOutbox(store, (outbox) => ({
        settle: async (account, { key }, end) => {
          const entry = await outbox.find(account, key);
          return outbox.settle(account, { key, token: entry?.token ?? null }, end);
        },
      })),
  },
  'what is overdue is left to its workflow': {
    ...{ shows: /\([35]\)/, matters: ['lost workflows', 'programs'] },
    store: (store) => ({
      ...store,
      refreshQueue: {
        ...store.refreshQueue,
        overdue: () => Promise.resolve([]),
        overdueRequests: () => Promise.resolve([]),
      },
    }),
  },
  'whoever was erased is not kept out': {
    ...{ shows: /\(7\) .* was erased, and \w+ knows them/, matters: ['erasures'] },
    store: (store) => ({
      ...store,
      privacy: {
        ...store.privacy,
        finish: async (account, person) => {
          await store.db.query('delete from erased_keys where account = $1 and person = $2', [account, person]);
          return store.privacy.finish(account, person);
        },
      },
    }),
  },
};
