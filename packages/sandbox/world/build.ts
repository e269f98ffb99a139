import { DAY, HOUR, MS, type Micros } from '../time';
import { createIds, createTick } from './ticks-and-ids';
import { createFeed } from './feed';
import { generateCustomers } from './generate/customers';
import { createGoneRecords } from './generate/gone-records';
import { generateTickets } from './generate/plan-tickets';
import { generateSurveys } from './generate/surveys';
import { createTicketFactory } from './generate/tickets';
import { historyOf } from './history';
import { messagesOf, pastMessages } from './messages';
import { type ResolvedWorldOptions } from './options';
import { createOrderedRows, type OrderedRows } from './ordered';
import { type CustomerRecord, type MessageRecord, type SurveyRecord, type TicketRecord } from './records';
import { createIntegrations, createTags, createUsers } from './staff';
import { type WorldState } from './state';
import { createTexts } from './texts';

export interface BuiltWorld {
  readonly state: WorldState;
  /** Sets the moment of the next changes: how a recorded change is repeated at its own time. */
  setNextChangeTime(ms: number | null): void;
}

export function buildWorld(options: ResolvedWorldOptions, clock: () => number): BuiltWorld {
  const nowUs = options.now * MS;
  const past = {
    startUs: nowUs - options.historyDays * DAY,
    endUs: nowUs - (options.active === undefined ? HOUR : 366 * DAY),
  };
  const texts = createTexts({ seed: options.seed, canary: options.canary?.person });
  const users = createUsers(past.startUs);
  const tags = createTags(past.startUs);
  const customers = generateCustomers(options, texts, past);
  const factory = createTicketFactory({ options, users, tags, nowUs });
  const tickets = generateTickets({ options, customers, factory, past, nowUs });
  const oldEndUs = options.active === undefined ? 0 : past.endUs;
  const surveys = generateSurveys({ options, tickets, texts, nowUs, oldEndUs });
  const tick = createTick(clock, nowUs);
  let nextChangeTime: number | null = null;
  const records = index(customers, tickets, surveys);
  const agentIds = users.filter(({ role }) => role !== 'bot').map(({ id }) => id);
  const lazily = openLazily({ ...records, options, nowUs, agentIds });
  const noLots = {
    mergedCustomers: new Map(),
    deletedCustomers: new Set<number>(),
    mergedTickets: new Map(),
    deletedTickets: new Set<number>(),
  };
  const state: WorldState = {
    ...(options.oddities ? createGoneRecords(customers, tickets) : noLots),
    ...records,
    options,
    texts,
    users,
    agentIds,
    tags,
    integrations: createIntegrations(past.startUs),
    ...lazily,
    tick: () => tick(nextChangeTime ?? undefined),
    nextId: createIds(),
  };
  return {
    state,
    setNextChangeTime: (ms) => {
      nextChangeTime = ms;
    },
  };
}

type Records = Pick<
  WorldState,
  | 'customers'
  | 'tickets'
  | 'surveys'
  | 'customersByCreated'
  | 'customersByUpdated'
  | 'ticketsByCreated'
  | 'ticketsByUpdated'
  | 'surveysByCreated'
>;

function index(
  people: readonly CustomerRecord[],
  threads: readonly TicketRecord[],
  answers: readonly SurveyRecord[],
): Records {
  const customers = new Map(people.map((row) => [row.id, row]));
  const tickets = new Map(threads.map((row) => [row.id, row]));
  const surveys = new Map(answers.map((row) => [row.id, row]));
  const listedCustomer = ({ id }: CustomerRecord): boolean => customers.has(id);
  const listedTicket = ({ id }: TicketRecord): boolean => tickets.has(id);
  return {
    customers,
    tickets,
    surveys,
    customersByCreated: createOrderedRows({ rows: people, timeOf: (row) => row.createdUs, isListed: listedCustomer }),
    customersByUpdated: createOrderedRows({ rows: people, timeOf: (row) => row.updatedUs, isListed: listedCustomer }),
    ticketsByCreated: createOrderedRows({ rows: threads, timeOf: (row) => row.createdUs, isListed: listedTicket }),
    ticketsByUpdated: createOrderedRows({ rows: threads, timeOf: (row) => row.updatedUs, isListed: listedTicket }),
    surveysByCreated: createOrderedRows({
      rows: answers,
      timeOf: (row) => row.createdUs,
      isListed: ({ id }) => surveys.has(id),
    }),
  };
}

interface LazyOptions extends Records {
  readonly options: ResolvedWorldOptions;
  readonly nowUs: Micros;
  readonly agentIds: readonly number[];
}

function openLazily({
  tickets,
  surveys,
  options,
  nowUs,
  agentIds,
}: LazyOptions): Pick<WorldState, 'messagesByCreated' | 'listMessage' | 'feed'> {
  const { seed } = options;
  const surveyOf = ({ surveyId }: TicketRecord): SurveyRecord | null => surveys.get(surveyId ?? 0) ?? null;
  const past = (ticket: TicketRecord): readonly MessageRecord[] => pastMessages(ticket, seed, agentIds);
  const feed = createFeed(
    () => historyOf({ tickets: tickets.values(), surveyOf, messagesOf: past, nowUs, seed }),
    seed,
  );
  let byCreated: OrderedRows<MessageRecord> | null = null;
  return {
    feed,
    listMessage: (message) => byCreated?.append(message),
    messagesByCreated: () => {
      byCreated ??= createOrderedRows({
        rows: [...tickets.values()].flatMap((ticket) => messagesOf(ticket, seed, agentIds)),
        timeOf: ({ createdUs }) => createdUs,
        isListed: ({ ticketId }) => tickets.has(ticketId),
      });
      return byCreated;
    },
  };
}
