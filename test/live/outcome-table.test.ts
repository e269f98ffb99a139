import { isDeepStrictEqual } from 'node:util';
import type { Row } from './row';
import { ROWS_OF_PEOPLE } from './rows-of-people';
import { ROWS_OF_SATISFACTION } from './rows-of-satisfaction';
import { ROWS_OF_TICKETS } from './rows-of-tickets';
import { comesTrue } from './story';
import { contactOf, partsOf, playTable, reasonsOf, type Table, publishedOf, wordsOf } from './table';
import { campaignFaults, timeProblems } from './truth';

const ROWS = [...ROWS_OF_SATISFACTION, ...ROWS_OF_TICKETS, ...ROWS_OF_PEOPLE];

const PARTS = partsOf(ROWS);

let table: Table;
let end = (): Promise<void> => Promise.resolve();
beforeAll(async () => {
  table = await playTable(ROWS);
  end = () => table.end();
});
afterAll(() => end());

test.each(PARTS.map((part) => [part.key, part] as const))('%s: exactly this reaches Brevo', async (_key, part) => {
  const { harness } = table;
  const { row } = part;
  const { story, failure } = table.played(part);
  if (failure !== null) throw failure;
  for (const [ticket, publishes] of Object.entries(row.publishes)) {
    expect(publishedOf(harness, story, ticket)).toEqual(publishes);
    expect(await wordsOf(harness, story, ticket)).toEqual(row.policy?.[ticket] ?? []);
    expect(timeProblems(harness, story, ticket)).toEqual([]);
    expect(campaignFaults(harness, story, ticket)).toEqual([]);
  }
  for (const [person, end] of Object.entries(row.contacts ?? {})) {
    const contact = contactOf(harness, story.emailOf(person));
    if (end === null) expect(contact).toBeNull();
    else expect(contact).toMatchObject(end);
  }
});

test.each(PARTS.map((part) => [part.key, part] as const))('%s: why names the reason', async (_key, part) => {
  const { story } = table.played(part);
  const reasons = async (): Promise<Row['why']> => {
    const published = Object.keys(part.row.publishes).map(
      async (ticket) => [ticket, await reasonsOf(table.harness, story, ticket)] as const,
    );
    return Object.fromEntries(await Promise.all(published));
  };
  // The last sync may have let a ticket look once more.
  await comesTrue(async () => isDeepStrictEqual(await reasons(), part.row.why), 20_000);

  expect(await reasons()).toEqual(part.row.why);
});

test('after all of it no event key was used twice, and Brevo has swallowed nothing', () => {
  const { brevo } = table.harness.sandbox;
  const keys = brevo.state.events().map(({ properties }) => properties['event_key']);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter((key) => typeof key !== 'string')).toEqual([]);
  const { unknownAttributes, wrongTypes, invalidPhones, bodyKeys } = brevo.state.dropped();
  expect({ unknownAttributes, wrongTypes, invalidPhones, bodyKeys }).toEqual({
    ...{ unknownAttributes: {}, wrongTypes: {} },
    ...{ invalidPhones: 0, bodyKeys: {} },
  });
});

test('each new customer with an address is told of once, and nobody else', () => {
  const { brevo, world } = table.harness.sandbox;
  const created = brevo.state.events().filter(({ name }) => name === 'SUPPORT_CUSTOMER_CREATED');
  const published = created.map(({ properties }) => Number(properties['customer_id']));
  expect(new Set(published).size).toBe(published.length);
  const newcomers = [...world.customers.values()].filter(
    ({ email }) => email?.endsWith('@customer.example.com') === true,
  );
  const old = new Set(
    PARTS.flatMap((part) => (part.row.past === undefined ? [] : [table.played(part).story.customerId('ann')])),
  );
  const expected = newcomers.map(({ id }) => id).filter((id) => !old.has(id));
  expect(published.filter((id) => world.customers.has(id)).sort()).toEqual([...expected].sort());
});

test('nobody is on the lists of the satisfied and of the dissatisfied', () => {
  const { state } = table.harness.sandbox.brevo;
  const dissatisfied = new Set(state.members(37));
  expect(state.members(36).filter((email) => dissatisfied.has(email))).toEqual([]);
});
