import { z } from 'zod';
import { ConnectorError } from '../domain/errors/connector-error';
import type { OddRecord, Page, ReadingNotes, RecordKind } from '../domain/records';
import { parseJson } from '../http/json';
import type { HttpRequest, HttpResponse, Transport } from '../http/types';
import { answerFromElsewhere, gorgiasError, hiddenList, unreadableAnswer } from './errors';
import { describeIssues } from '../http/issues';
import { GORGIAS_GROUP, GORGIAS_PAGE_LIMIT } from './limits';
import type { PageRequest } from './types';
import { id } from './fields';
import { ANSWER } from '../domain/errors/quarantine-causes';
import { essential, type Reading, recordOf, type RecordReader } from './reading';

type GorgiasRequest = Omit<HttpRequest, 'group'>;

/** `data: null` is an answer of its own; a cursor is opaque, missing, null or "" at the end. */
const envelopeSchema = z.object({
  data: z.array(z.unknown()).nullable(),
  meta: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

/** Keeps what could not be read; awaited before the records are handed on, so that a crash loses neither without the other. */
export type KeepNotes = (notes: ReadingNotes) => Promise<void>;

/** How records are read, and as what kind what is odd in them is kept; null: nobody asks. */
export interface Reads<Record> {
  readonly kind: RecordKind | null;
  readonly reader: RecordReader<Record>;
}

/** What the calls of each resource are built from: one request, its answer read. All throw as `GorgiasClient` says. */
export interface GorgiasApi {
  /** @throws ConnectorError `gorgias.protocol` where the answer is the record, and cannot be read. */
  one<Record>(reads: Reads<Record>, request: GorgiasRequest): Promise<Record>;
  /** What answers with no record. */
  done(request: GorgiasRequest): Promise<void>;
  /** A page of a cursor list; `path` is its route too. */
  page<Row>(
    reads: Reads<Row>,
    path: string,
    page: PageRequest & { readonly query?: HttpRequest['query'] },
  ): Promise<Page<Row>>;
}

export function createGorgiasApi(transport: Transport, keepNotes: KeepNotes): GorgiasApi {
  async function fetchOk(request: GorgiasRequest): Promise<HttpResponse> {
    const response = await transport({ ...request, group: GORGIAS_GROUP });
    if (response.status < 200 || response.status > 299) throw gorgiasError(request, response);
    return response;
  }

  async function fetchJson(request: GorgiasRequest): Promise<{ response: HttpResponse; body: unknown }> {
    const response = await fetchOk(request);
    const body = parseJson(response.text);
    if (body === undefined) throw answerFromElsewhere(request, response);
    return { response, body };
  }

  async function keep<Record>(
    { kind, reader }: Reads<Record>,
    read: readonly ReadRow<Record>[],
    ...answer: readonly string[]
  ): Promise<void> {
    if (kind === null || read.length === 0) return;
    const ids = read.flatMap((row) => row.id ?? []);
    await keepNotes({ kind, fields: [...reader.fields, ...answer], ids, odd: read.flatMap(oddOf) });
  }

  return {
    async one(reads, request) {
      const { response, body } = await fetchJson(request);
      const row = readRow(reads.reader, body);
      const { reading } = row;
      if (reading.readable) {
        await keep(reads, [row], ANSWER);
        return reading.record;
      }
      // What has no id may be anybody's answer: nothing is noted of a record.
      if (row.id === null) throw answerFromElsewhere(request, response);
      await keep(reads, [row]);
      throw unreadableAnswer(request, response, faultOf(reading));
    },
    async done(request) {
      await fetchOk(request);
    },
    async page(reads, path, { cursor, limit = GORGIAS_PAGE_LIMIT, query }) {
      // Filters and order go with every cursor: Gorgias documents neither that it keeps nor that it ignores them.
      const request = { method: 'GET', path, route: path, query: { ...query, limit, cursor } } as const;
      const { response, body } = await fetchJson(request);
      const envelope = envelopeSchema.safeParse(body);
      if (!envelope.success) throw unreadableAnswer(request, response, describeIssues(envelope.error));
      if (envelope.data.data === null) throw hiddenList(request, response);
      // Each row by itself, so that one odd row costs one row.
      const read = envelope.data.data.map((raw) => readRow(reads.reader, raw));
      await keep(reads, read);
      const next = envelope.data.meta?.next_cursor ?? '';
      return {
        rows: read.flatMap(({ reading }) => (reading.readable ? [reading.record] : [])),
        unreadable: read.flatMap(({ id: of, reading }) =>
          reading.readable ? [] : [{ id: of, reason: faultOf(reading) }],
        ),
        nextCursor: next === '' ? null : next,
      };
    },
  };
}

/** An id as a path segment. @throws ConnectorError `input.invalid` */
export function idSegment(id: number): string {
  if (Number.isSafeInteger(id) && id > 0) return String(id);
  throw new ConnectorError('input.invalid', 'A Gorgias id must be a positive whole number', {
    details: { field: 'id' },
  });
}

interface ReadRow<Record> {
  readonly id: number | null;
  readonly reading: Reading<Record>;
}

const identity = recordOf({ id: essential(id) }, (row) => row.id);

function readRow<Record>(reader: RecordReader<Record>, raw: unknown): ReadRow<Record> {
  const known = identity.read(raw);
  return { id: known.readable ? known.record : null, reading: reader.read(raw) };
}

function oddOf<Record>({ id: of, reading }: ReadRow<Record>): OddRecord[] {
  if (!reading.readable) return [{ ...reading.fault, id: of, lost: true }];
  return reading.odd.map((field) => ({ ...field, id: of, lost: false }));
}

function faultOf({ fault }: Extract<Reading<unknown>, { readable: false }>): string {
  return `${fault.field}: ${fault.reason}`;
}
