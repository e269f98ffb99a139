import type { Customer, Message, Survey, Ticket } from '../../src/domain/records';
import type { Position } from '../../src/store/types';
import { plus, timestamp, type Timestamp } from '../../src/domain/timestamp';

const T0 = timestamp('2026-01-01T00:00:00Z');

/** `minutes` after the first moment of 2026, with the microseconds that Gorgias writes. */
export function at(minutes: number): Timestamp {
  return plus(T0, minutes * 60_000);
}

export function position(runId = 'run-1', resource = 'customers', pages = 1): Position {
  const walk = {
    direction: 'asc' as const,
    cursor: `cursor-${pages}`,
    first: null,
    position: null,
    reached: null,
    floor: null,
    passStartedAt: T0,
    catchingUp: false,
    restarts: 0,
    emptyInARow: 0,
    tailPages: 0,
    pages,
    rows: pages * 100,
    done: false,
  };
  return { runId, resource, walk, partial: false };
}

export function customer(id: number, fields: Partial<Customer> = {}): Customer {
  return {
    id,
    email: `customer${id}@example.com`,
    name: `Customer ${id}`,
    firstname: 'Customer',
    lastname: String(id),
    language: 'en',
    timezone: null,
    note: null,
    externalId: null,
    createdAt: at(0),
    updatedAt: at(1),
    customFields: {},
    ...fields,
  };
}

export function ticket(id: number, fields: Partial<Ticket> = {}): Ticket {
  return {
    id,
    customerId: 1,
    status: 'closed',
    channel: 'email',
    via: 'email',
    subject: `Ticket ${id}`,
    assigneeUserId: null,
    assigneeName: null,
    tags: [],
    spam: false,
    createdAt: at(id),
    updatedAt: at(id),
    closedAt: null,
    snoozedUntil: null,
    trashedAt: null,
    ...fields,
  };
}

export function survey(id: number, fields: Partial<Survey> = {}): Survey {
  return {
    id,
    ticketId: id,
    customerId: 1,
    score: null,
    comment: null,
    createdAt: at(id),
    shouldSendAt: null,
    sentAt: null,
    scoredAt: null,
    ...fields,
  };
}

export function message(
  id: number,
  fields: Partial<Message & { automated: boolean }> = {},
): Message & { automated: boolean } {
  return {
    id,
    ticketId: 1,
    public: true,
    fromAgent: false,
    senderId: null,
    ruleId: null,
    via: 'email',
    createdAt: at(id),
    sentAt: null,
    failedAt: null,
    deletedAt: null,
    automated: false,
    ...fields,
  };
}
