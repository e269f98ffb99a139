import { z } from 'zod';
import { ConnectorError } from '../domain/errors/connector-error';
import type { Page, UnreadableRow } from '../domain/records';
import { parseJson } from '../http/json';
import type { HttpRequest, HttpResponse, Transport } from '../http/types';
import { answerFromElsewhere, gorgiasError, hiddenList, unreadableAnswer } from './errors';
import { describeIssues } from '../http/issues';
import { GORGIAS_GROUP, GORGIAS_PAGE_LIMIT } from './limits';
import type { PageRequest } from './types';
import { id } from './fields';

type GorgiasRequest = Omit<HttpRequest, 'group'>;

/** `data: null` is an answer of its own; a cursor is opaque, missing, null or "" at the end. */
const envelopeSchema = z.object({
  data: z.array(z.unknown()).nullable(),
  meta: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

/** What the calls of each resource are built from: one request, its answer checked. All throw as `GorgiasClient` says. */
export interface GorgiasApi {
  one<T>(schema: z.ZodType<T>, request: GorgiasRequest): Promise<T>;
  /** A page of a cursor list; `path` is its route too. */
  page<Row>(
    schema: z.ZodType<Row>,
    path: string,
    page: PageRequest & { readonly query?: HttpRequest['query'] },
  ): Promise<Page<Row>>;
}

export function createGorgiasApi(transport: Transport): GorgiasApi {
  async function fetchJson(request: GorgiasRequest): Promise<{ response: HttpResponse; body: unknown }> {
    const response = await transport({ ...request, group: GORGIAS_GROUP });
    if (response.status < 200 || response.status > 299) throw gorgiasError(request, response);
    const body = parseJson(response.text);
    if (body === undefined) throw answerFromElsewhere(request, response);
    return { response, body };
  }

  return {
    async one(schema, request) {
      const { response, body } = await fetchJson(request);
      const parsed = schema.safeParse(body);
      if (!parsed.success) throw unreadableAnswer(request, response, describeIssues(parsed.error));
      return parsed.data;
    },
    async page(schema, path, { cursor, limit = GORGIAS_PAGE_LIMIT, query }) {
      // Filters and order go with every cursor: Gorgias documents neither that it keeps nor that it ignores them.
      const request = { method: 'GET', path, route: path, query: { ...query, limit, cursor } } as const;
      const { response, body } = await fetchJson(request);
      const envelope = envelopeSchema.safeParse(body);
      if (!envelope.success) throw unreadableAnswer(request, response, describeIssues(envelope.error));
      if (envelope.data.data === null) throw hiddenList(request, response);
      const next = envelope.data.meta?.next_cursor ?? '';
      return { ...readRows(schema, envelope.data.data), nextCursor: next === '' ? null : next };
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

/** Reads each row by itself, so that one odd row costs one row. */
function readRows<Row>(schema: z.ZodType<Row>, data: readonly unknown[]): Omit<Page<Row>, 'nextCursor'> {
  const rows: Row[] = [];
  const unreadable: UnreadableRow[] = [];
  for (const raw of data) {
    const row = schema.safeParse(raw);
    if (row.success) rows.push(row.data);
    else unreadable.push({ id: idOf(raw), reason: describeIssues(row.error) });
  }
  return { rows, unreadable };
}

function idOf(raw: unknown): number | null {
  return z.object({ id }).safeParse(raw).data?.id ?? null;
}
