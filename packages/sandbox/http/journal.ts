import { createHash } from 'node:crypto';

export interface JournalEntry {
  readonly seq: number;
  /** Arrival, milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** 0 while being answered, and for ever when the connection was cut or left hanging. */
  readonly status: number;
  /** Kind of the fault that was played, or null. */
  readonly fault: string | null;
  /** SHA-256 of the body, empty for none. */
  readonly bodyHash: string;
  /** Parsed body of a write. */
  readonly body: unknown;
  /** Which of the vendor's accounts was asked, by its name; null where the key opens none, and where there is only one. */
  readonly account: string | null;
  /** Whether the request changed the state; an import says so when it has been carried out. */
  readonly effective: boolean;
}

export interface JournalFilter {
  readonly method?: string;
  readonly pathPrefix?: string;
  readonly status?: number;
  readonly account?: string;
  readonly effective?: boolean;
  readonly sinceSeq?: number;
}

/** The append-only record of what was asked and answered: the oracles' witness. */
export interface Journal {
  /** Of all requests so far, also of those that fell out of the cap. */
  readonly total: number;
  requests(filter?: JournalFilter): readonly JournalEntry[];
  count(filter?: JournalFilter): number;
  last(): JournalEntry | null;
  clear(): void;
}

export interface WritableJournal extends Journal {
  open(entry: Pick<JournalEntry, 'method' | 'path' | 'query' | 'account'> & { rawBody: string; body: unknown }): number;
  settle(seq: number, outcome: Partial<Pick<JournalEntry, 'status' | 'fault' | 'effective'>>): void;
}

/** @param cap Entries kept; the oldest leave first, a quarter of the cap at a time. */
export function createJournal({ cap = 100_000, clock = Date.now }: JournalOptions = {}): WritableJournal {
  let entries: JournalEntry[] = [];
  let firstSeq = 1;
  let total = 0;
  return {
    get total() {
      return total;
    },
    requests: (filter = {}) => entries.filter((entry) => matches(entry, filter)),
    count: (filter = {}) => entries.reduce((sum, entry) => (matches(entry, filter) ? sum + 1 : sum), 0),
    last: () => entries.at(-1) ?? null,
    clear: () => {
      entries = [];
      firstSeq = total + 1;
    },
    open: ({ rawBody, body, ...request }) => {
      total += 1;
      const bodyHash = rawBody === '' ? '' : createHash('sha256').update(rawBody).digest('hex');
      entries.push({ seq: total, at: clock(), status: 0, fault: null, effective: false, ...request, bodyHash, body });
      if (entries.length > cap) {
        const dropped = Math.max(1, Math.floor(cap / 4));
        entries = entries.slice(dropped);
        firstSeq += dropped;
      }
      return total;
    },
    settle: (seq, outcome) => {
      const entry = entries[seq - firstSeq];
      if (entry !== undefined) entries[seq - firstSeq] = { ...entry, ...outcome };
    },
  };
}

interface JournalOptions {
  readonly cap?: number | undefined;
  readonly clock?: (() => number) | undefined;
}

function matches(entry: JournalEntry, filter: JournalFilter): boolean {
  return (
    (filter.method === undefined || entry.method === filter.method) &&
    (filter.pathPrefix === undefined || entry.path.startsWith(filter.pathPrefix)) &&
    (filter.status === undefined || entry.status === filter.status) &&
    (filter.account === undefined || entry.account === filter.account) &&
    (filter.effective === undefined || entry.effective === filter.effective) &&
    (filter.sinceSeq === undefined || entry.seq > filter.sinceSeq)
  );
}
