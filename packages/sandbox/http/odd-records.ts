import { type Reply, type SandboxRequest } from './types';

type Fields = Readonly<Record<string, unknown>>;

/** Records that are shown otherwise than they are, in lists and alone: fields that are null, of another type, or not there (undefined). */
export interface OddRecords {
  /** From now on the record is shown with these fields. `collection` as in the path: `tickets`, `satisfaction-surveys`, `contacts`. */
  show(collection: string, id: number, fields: Fields): void;
  /** All are shown as they are again. */
  clear(): void;
}

export interface ShownOddRecords extends OddRecords {
  /** The answer to a read as the records in it are to be shown. */
  shown(request: SandboxRequest, reply: Reply): Reply;
}

export interface OddRecordsOptions {
  /** Of a request's path. */
  readonly collectionOf: (path: string) => string;
  /** Where a list's rows lie in its answer. */
  readonly rowsIn: (collection: string) => string;
  /** Records that are shown inside others: collection, then field, then the collection of what is in it. */
  readonly inside?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function createOddRecords({ collectionOf, rowsIn, inside = {} }: OddRecordsOptions): ShownOddRecords {
  const odd = new Map<string, Fields>();
  const recordAs = (collection: string, raw: unknown): unknown => {
    if (!isObject(raw)) return raw;
    const fields = odd.get(`${collection}/${String(raw['id'])}`) ?? {};
    const nested = Object.entries(inside[collection] ?? {}).flatMap(([field, kind]) =>
      raw[field] === undefined ? [] : [[field, valueAs(kind, raw[field])] as const],
    );
    return { ...raw, ...Object.fromEntries(nested), ...fields };
  };
  const valueAs = (collection: string, raw: unknown): unknown =>
    Array.isArray(raw) ? raw.map((item: unknown) => recordAs(collection, item)) : recordAs(collection, raw);
  return {
    show: (collection, id, fields) => void odd.set(`${collection}/${String(id)}`, fields),
    clear: () => odd.clear(),
    shown: (request, reply) => {
      if (odd.size === 0 || request.method !== 'GET' || reply.status !== 200 || !isObject(reply.json)) return reply;
      const collection = collectionOf(request.path);
      const rows = reply.json[rowsIn(collection)];
      const json = Array.isArray(rows)
        ? { ...reply.json, [rowsIn(collection)]: valueAs(collection, rows) }
        : recordAs(collection, reply.json);
      return { ...reply, json };
    },
  };
}

function isObject(raw: unknown): raw is Fields {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
