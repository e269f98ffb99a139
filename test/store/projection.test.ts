import fc from 'fast-check';
import type { Customer, Message, Survey, Ticket } from '../../src/domain/records';
import type { ContactFacts, Store } from '../../src/store/types';
import { timestamp } from '../../src/domain/timestamp';
import { at, customer, message, position, survey, ticket } from './records';
import { openTestStore, type OpenedStore } from './stores';

interface World {
  readonly customers: readonly Customer[];
  readonly merged: readonly { readonly from: number; readonly into: number }[];
  readonly deleted: readonly number[];
  readonly tickets: readonly Ticket[];
  readonly mergedTickets: readonly number[];
  readonly surveys: readonly Survey[];
  readonly messages: readonly (Message & { automated: boolean })[];
}

const BOT = 99;
const SINCE = 30;
const LATER = timestamp('2100-01-01T00:00:00Z');
const KEYS = ['a@x.com', 'b@x.com', 'c@x.com', 'nobody@x.com'];

const id = (max: number) => fc.integer({ min: 1, max });
const minute = fc.integer({ min: 0, max: 60 });
const unique = <Row extends { id: number }>(rows: fc.Arbitrary<Row>, maxLength: number) =>
  fc.uniqueArray(rows, { selector: (row) => row.id, maxLength });

const anyCustomer = fc
  .record({ id: id(6), email: fc.constantFrom('a@x.com', ' B@X.com', 'c@x.com', null, ' '), updated: minute })
  .map((row) => customer(row.id, { email: row.email, updatedAt: at(row.updated) }));

const anyTicket = fc
  .record({
    id: id(12),
    owner: fc.option(id(7)),
    created: minute,
    channel: fc.constantFrom('email', 'chat', 'phone'),
    tags: fc.uniqueArray(fc.constantFrom('vip', 'Refund', 'älter', 'vip2')),
    spam: fc.boolean(),
    trashed: fc.option(minute),
    state: fc.constantFrom('open', 'closed', 'snoozed', 'snoozed before'),
  })
  .map(({ owner, created, trashed, state, ...row }) =>
    ticket(row.id, {
      ...row,
      status: state === 'open' ? 'open' : 'closed',
      snoozedUntil: state === 'snoozed' ? LATER : state === 'snoozed before' ? at(created + 1) : null,
      spam: row.spam && created % 3 === 0,
      customerId: owner,
      createdAt: at(created),
      trashedAt: trashed === null || trashed > 10 ? null : at(trashed),
    }),
  );

const anySurvey = fc
  .record({ id: id(10), owner: id(7), score: fc.option(id(5)), scored: fc.option(minute) })
  .map((row) =>
    survey(row.id, { customerId: row.owner, score: row.score, scoredAt: row.scored === null ? null : at(row.scored) }),
  );

const anyMessage = fc
  .record({
    id: id(60),
    ticket: id(13),
    created: fc.integer({ min: 0, max: 90 }),
    fromAgent: fc.boolean(),
    automated: fc.boolean(),
    sender: fc.constantFrom(null, 5, BOT),
  })
  .map((row) =>
    message(row.id, {
      ticketId: row.ticket,
      createdAt: at(row.created),
      fromAgent: row.fromAgent,
      automated: row.automated && row.id % 2 === 0,
      senderId: row.sender,
    }),
  );

const anyWorld: fc.Arbitrary<World> = fc.record({
  customers: unique(anyCustomer, 6),
  merged: fc.array(fc.record({ from: id(6), into: id(6) }), { maxLength: 2 }),
  deleted: fc.uniqueArray(id(6), { maxLength: 1 }),
  tickets: unique(anyTicket, 12),
  mergedTickets: fc.uniqueArray(id(12), { maxLength: 1 }),
  surveys: unique(anySurvey, 10),
  messages: unique(anyMessage, 40),
});

describe('facts of a contact', () => {
  let opened: OpenedStore;
  let runs = 0;

  beforeAll(async () => {
    opened = await openTestStore();
  });
  afterAll(() => opened.close());

  test('whatever was stored, they equal what a plain recomputation from the records gives', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        runs += 1;
        const account = `world-${runs}`;
        await fill(opened.store, account, world);
        const facts = await opened.store.contacts.facts(account, KEYS, { responseTimesSince: at(SINCE) });
        expect(facts.map(summary)).toEqual(KEYS.toSorted().map((key) => recomputed(world, key)));
      }),
      { numRuns: 60 },
    );
  });

  test('when more addresses are asked for than fit a statement, each is answered once', async () => {
    const rows = Array.from({ length: 450 }, (_, index) => customer(index + 1));
    await opened.store.facts.storeCustomers('many', rows, { position: position(), markAll: false });
    const keys = rows.map(({ email }) => email ?? '');
    const facts = await opened.store.contacts.facts('many', [...keys, ...keys], { responseTimesSince: at(0) });
    expect(facts.map(({ emailKey }) => emailKey).sort()).toEqual(keys.toSorted());
  });
});

async function fill(store: Store, account: string, world: World): Promise<void> {
  const { facts } = store;
  await facts.replaceUsers(account, [{ id: BOT, name: 'Bot', role: 'bot' }]);
  await facts.storeMessages(account, world.messages, position());
  await facts.storeTickets(account, world.tickets, position());
  await facts.storeCustomers(account, world.customers, { position: position(), markAll: false });
  await facts.storeSurveys(account, world.surveys, position());
  for (const { from, into } of world.merged)
    await facts.markMerged(account, 'customer', { id: from, survivorId: into });
  for (const customerId of world.deleted) await facts.markDeleted(account, 'customer', customerId);
  for (const ticketId of world.mergedTickets)
    await facts.markMerged(account, 'ticket', { id: ticketId, survivorId: 1_000 });
}

type Summary = Omit<ContactFacts, 'customer' | 'openForMs'> & { readonly head: number | null };

function summary({ customer: head, avgResponseMinutes, openForMs, ...rest }: ContactFacts): Summary {
  expect(openForMs === null).toBe(rest.openTickets === 0);
  return { ...rest, avgResponseMinutes: rounded(avgResponseMinutes), head: head?.id ?? null };
}

function rounded(minutes: number | null): number | null {
  return minutes === null ? null : Math.round(minutes * 1e6) / 1e6;
}

/** The same by hand: loops over the records, no SQL. */
function recomputed(world: World, key: string): Summary {
  const survivorOf = survivors(world);
  const alive = (candidate: number) => survivorOf.get(candidate) === candidate && !world.deleted.includes(candidate);
  const heads = world.customers.filter((row) => alive(row.id) && row.email?.trim().toLowerCase() === key);
  const people = new Set(
    world.customers.filter((row) => heads.some((head) => survivorOf.get(row.id) === head.id)).map((row) => row.id),
  );
  const counted = world.tickets.filter(
    (row) =>
      row.customerId !== null &&
      people.has(row.customerId) &&
      !row.spam &&
      row.trashedAt === null &&
      !world.mergedTickets.includes(row.id),
  );
  const last = newest(counted, (row) => [row.createdAt, row.id]);
  const scored = world.surveys.filter((row) => row.score !== null && people.has(row.customerId));
  const minutes = counted.flatMap((row) => responseMinutes(world, row));
  return {
    emailKey: key,
    head: newest(heads, (row) => [row.updatedAt ?? '', row.id])?.id ?? null,
    nbTickets: counted.length,
    lastTicketAt: last?.createdAt ?? null,
    lastTicketChannel: last?.channel ?? null,
    avgResponseMinutes: rounded(minutes.length === 0 ? null : minutes.reduce((a, b) => a + b, 0) / minutes.length),
    lastScore: newest(scored, (row) => [row.scoredAt ?? '', row.id])?.score ?? null,
    scoredSurveys: scored.length,
    openTickets: counted.filter(isOpen).length,
    tags: [...new Set(counted.flatMap((row) => row.tags))].sort(),
    // No customer of this model has a shop.
    shopTags: [],
  };
}

function isOpen({ status, snoozedUntil }: Ticket): boolean {
  return status === 'open' || (snoozedUntil !== null && Date.parse(snoozedUntil) > Date.now());
}

function survivors({ customers, merged, deleted }: World): ReadonlyMap<number, number> {
  const into = new Map(customers.map((row) => [row.id, row.id]));
  for (const { from, into: target } of merged) {
    const opposite = into.get(target) === from;
    const survivor = opposite ? target : (into.get(target) ?? target);
    if (survivor === from) continue;
    if (opposite) into.set(target, target);
    for (const [merged, current] of into)
      if (merged === from || (current === from && merged !== target)) into.set(merged, survivor);
  }
  for (const gone of deleted) if (into.has(gone)) into.set(gone, gone);
  return into;
}

function responseMinutes({ messages }: World, { id: ticketId, createdAt }: Ticket): readonly number[] {
  if (createdAt < at(SINCE)) return [];
  const spoken = messages.filter((row) => row.ticketId === ticketId);
  const asked = spoken
    .filter((row) => !row.fromAgent)
    .map((row) => row.createdAt)
    .sort()[0];
  if (asked === undefined) return [];
  const answers = spoken.filter(
    (row) => row.fromAgent && !row.automated && row.senderId !== BOT && row.createdAt > asked,
  );
  const answered = answers.map((row) => row.createdAt).sort()[0];
  return answered === undefined ? [] : [(Date.parse(answered) - Date.parse(asked)) / 60_000];
}

function newest<Row>(rows: readonly Row[], order: (row: Row) => readonly [string, number]): Row | undefined {
  return [...rows].sort((a, b) => {
    const [textA, idA] = order(a);
    const [textB, idB] = order(b);
    return textA === textB ? idB - idA : textA < textB ? 1 : -1;
  })[0];
}
