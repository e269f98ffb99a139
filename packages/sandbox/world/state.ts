import { type Micros } from '../time';
import { type Feed } from './feed';
import { type GoneRecords } from './generate/gone-records';
import { type ResolvedWorldOptions } from './options';
import { type OrderedRows } from './ordered';
import {
  type CustomerRecord,
  type IntegrationRecord,
  type MessageRecord,
  type SurveyRecord,
  type TagRecord,
  type TicketRecord,
  type UserRecord,
} from './records';
import { type Texts } from './texts';

/** Everything that the changes change. Only `changes/` writes to it; the HTTP side reads it. */
export interface WorldState extends GoneRecords {
  readonly options: ResolvedWorldOptions;
  readonly texts: Texts;
  readonly users: readonly UserRecord[];
  /** Ids of the users who answer: no bots. */
  readonly agentIds: readonly number[];
  readonly tags: TagRecord[];
  readonly integrations: IntegrationRecord[];
  readonly customers: Map<number, CustomerRecord>;
  readonly tickets: Map<number, TicketRecord>;
  readonly surveys: Map<number, SurveyRecord>;
  readonly customersByCreated: OrderedRows<CustomerRecord>;
  readonly customersByUpdated: OrderedRows<CustomerRecord>;
  readonly ticketsByCreated: OrderedRows<TicketRecord>;
  readonly ticketsByUpdated: OrderedRows<TicketRecord>;
  readonly surveysByCreated: OrderedRows<SurveyRecord>;
  /** Sorted when it is first asked for: a world whose messages are never listed doesn't pay for it. */
  messagesByCreated(): OrderedRows<MessageRecord>;
  /** Lists a message that was just written to its ticket. */
  listMessage(message: MessageRecord): void;
  readonly feed: Feed;
  /** A moment later than every one before it. */
  tick(): Micros;
  /** Ids for records made since the world began. */
  nextId(kind: 'customer' | 'ticket' | 'message' | 'survey' | 'tag' | 'integration'): number;
}
