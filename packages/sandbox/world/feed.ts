import { mix } from '../random';
import { type Micros } from '../time';
import { createOrderedRows, type OrderedRows, type Slice } from './ordered';
import { type FeedRecord } from './records';

/** Event ids were seen above 2^31 (gorgias-api.md 4). */
const firstPastId = 2_190_000_000;
const firstLiveId = 2_400_000_000;

export type FeedDraft = Pick<FeedRecord, 'type' | 'objectType' | 'objectId'> & {
  readonly data?: FeedRecord['data'];
  readonly userId?: number | null;
};

/** A draft about a ticket, as most are. */
export function onTicket(ticketId: number, type: string, data: FeedDraft['data'] = null): FeedDraft {
  return { type, objectType: 'Ticket', objectId: ticketId, data };
}

export interface Feed {
  /** Tells the past now, while the records still stand as the past left them. */
  open(): void;
  /** One cause: the events share their context, unless `separate`. */
  write(us: Micros, drafts: readonly FeedDraft[]): void;
  slice(request: Slice<FeedRecord>): FeedRecord[];
  /** Events written since this was last asked, in order. */
  takeWritten(): readonly FeedRecord[];
}

export interface PastEvent extends FeedDraft {
  readonly us: Micros;
  readonly context: number;
}

/** @param past Builds the events of the past; asked once, when the feed is first read or written. */
export function createFeed(past: () => readonly PastEvent[], seed: number): Feed {
  let rows: OrderedRows<FeedRecord> | null = null;
  let liveId = firstLiveId;
  let contexts = 0;
  let written: FeedRecord[] = [];
  const opened = (): OrderedRows<FeedRecord> => {
    rows ??= createOrderedRows({ rows: numbered(past()), timeOf: ({ us }) => us });
    return rows;
  };
  return {
    open: () => {
      opened();
    },
    write: (us, drafts) => {
      contexts += 1;
      const context = mix(seed, contexts, 5);
      for (const [index, draft] of drafts.entries()) {
        liveId += 1;
        const event = { id: liveId, data: null, userId: null, ...draft, context, us: us + index };
        opened().append(event);
        written.push(event);
      }
    },
    slice: (request) => opened().slice(request),
    takeWritten: () => {
      const taken = written;
      written = [];
      return taken;
    },
  };
}

function numbered(events: readonly PastEvent[]): FeedRecord[] {
  return [...events]
    .sort((one, other) => one.us - other.us)
    .map((event, index) => ({ id: firstPastId + index * 3, data: null, userId: null, ...event }));
}
