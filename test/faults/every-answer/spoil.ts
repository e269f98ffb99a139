import type { Fault } from '../../../packages/sandbox/http/fault-types';
import type { SandboxRequest } from '../../../packages/sandbox/http/types';
import type { OddAnswer, Oddity, OddValue } from './answers';
import { doorOf, leadsThrough, type Person } from './doors';
import type { Shop } from './shop';

/** An answer that waits for its request. */
export interface Spoilt {
  /** What exactly was odd, once it has been given. */
  readonly given: string[];
}

type Json = Record<string, unknown>;
type Place = readonly (string | number)[];

/** From now on the vendor answers so; for everybody where nobody is named. */
export function spoil(shop: Shop, oddity: Oddity, person: Person | null): Spoilt {
  const door = doorOf(oddity.at);
  const given: string[] = [];
  const { world } = shop.sandbox;
  const isMeant = (request: SandboxRequest): boolean =>
    leadsThrough(door, request) && (person === null || (door.isAbout?.(person, request, world) ?? true));
  const note = (what: string): void => void given.push(what);
  const ofRow = person !== null && door.isAbout === undefined;
  const rewrite = (json: unknown): unknown => {
    const { answer } = oddity;
    if (answer.kind === 'padded') return { ...(json as Json), padding: 'x'.repeat(answer.bytes) };
    if (answer.kind === 'put') return put(json, answer.fields, note);
    if (answer.kind !== 'field') return json;
    if (!ofRow) return changed(json, answer, note);
    const rows = rowsOf(json);
    return rows === null
      ? json
      : {
          ...(json as Json),
          [rows.name]: rows.rows.map((row) =>
            door.isRowOf?.(person, row as Json, world) === true ? changed(row, answer, note) : row,
          ),
        };
  };
  const effect = effectOf(oddity.answer, door.vendor, rewrite);
  // A row's turn is not spent by a page without it.
  const times = oddity.times === null || ofRow ? {} : { times: oddity.times };
  const match = (request: SandboxRequest): boolean => {
    const hit = isMeant(request);
    if (hit && effect.kind !== 'rewrite') note(`${request.method} ${request.path}`);
    return hit;
  };
  shop.sandbox[door.vendor].faults.add({ ...effect, ...times, match } as Fault);
  return { given };
}

function rowsOf(json: unknown): { readonly name: string; readonly rows: readonly unknown[] } | null {
  if (typeof json !== 'object' || json === null) return null;
  const found = Object.entries(json).find(([, value]) => Array.isArray(value));
  return found === undefined ? null : { name: found[0], rows: found[1] as unknown[] };
}

const HTML = '<!DOCTYPE html><html><head><title>Just a moment</title></head><body>Please wait.</body></html>';

type Effect = Omit<Fault, 'match' | 'times' | 'skip' | 'probability'>;

function effectOf(answer: OddAnswer, vendor: 'gorgias' | 'brevo', rewrite: (json: unknown) => unknown): Effect {
  switch (answer.kind) {
    case 'words':
      return { kind: 'status', status: answer.status, ...wordsOf(vendor, answer) } as Effect;
    case 'page':
      return { kind: 'status', status: answer.status, headers: { 'content-type': 'text/html' }, body: HTML } as Effect;
    case 'empty':
      return { kind: 'status', status: answer.status } as Effect;
    case 'json':
      return {
        kind: 'status',
        status: answer.status,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(answer.json),
      } as Effect;
    case 'field':
    case 'padded':
    case 'put':
      return { kind: 'rewrite', rewrite } as Effect;
    default:
      return answer;
  }
}

function wordsOf(vendor: 'gorgias' | 'brevo', { status, code }: { status: number; code?: string }): object {
  const headers = {
    'content-type': 'application/json',
    ...(status === 429 ? { 'retry-after': '20', 'x-sib-ratelimit-reset': '20' } : {}),
    ...(status === 301 || status === 302 ? { location: '/login' } : {}),
  };
  const body =
    vendor === 'gorgias'
      ? { error: { msg: 'Odd.', data: { field: ['is odd'] } } }
      : { code: code ?? 'odd', message: code === 'duplicate_parameter' ? 'Contact already exist' : 'It is odd' };
  return { headers, body: JSON.stringify(body) };
}

/** Of a row that has them all: what else the endpoint answers stays as it is. */
function put(json: unknown, fields: Json, note: (what: string) => void): unknown {
  const names = Object.keys(fields);
  if (typeof json !== 'object' || json === null || !names.every((name) => name in json)) return json;
  note(`${names.join()} are ${JSON.stringify(fields)}`);
  return { ...(json as Json), ...fields };
}

/** Letters that a database cannot pack; the same each time. */
function varied(length: number): string {
  let seed = 1;
  const letter = (): string => {
    seed = (seed * 48_271) % 2_147_483_647;
    return String.fromCodePoint(0x4e00 + (seed % 20_000));
  };
  return Array.from({ length }, letter).join('');
}

function changed(
  json: unknown,
  { nth, value }: Extract<OddAnswer, { kind: 'field' }>,
  note: (what: string) => void,
): unknown {
  const places = placesOf(json);
  const place = places[nth % places.length];
  if (place === undefined) return json;
  note(`${place.join('.')} is ${JSON.stringify(value)}`);
  return putAt(json, place, value);
}

/** Every field, objects and lists included. */
function placesOf(json: unknown, at: Place = []): readonly Place[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, inner]) => {
    const place = [...at, Array.isArray(json) ? Number(name) : name];
    return [place, ...placesOf(inner, place)];
  });
}

function putAt(json: unknown, [first, ...rest]: Place, value: OddValue): unknown {
  if (first === undefined) return materialised(value);
  const isLast = rest.length === 0;
  if (Array.isArray(json)) {
    const items = json as unknown[];
    if (isLast && value.is === 'missing') return items.filter((_, index) => index !== first);
    return items.map((item, index) => (index === first ? putAt(item, rest, value) : item));
  }
  const { [String(first)]: inner, ...others } = json as Json;
  if (isLast && value.is === 'missing') return others;
  return { ...(json as Json), [String(first)]: putAt(inner, rest, value) };
}

export function materialised(value: OddValue): unknown {
  switch (value.is) {
    case 'missing':
      return undefined;
    case 'long':
      return 'x'.repeat(value.length);
    case 'varied':
      return varied(value.length);
    case 'json':
      return value.json;
  }
}
