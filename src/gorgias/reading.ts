import type { OddField } from '../domain/records';

/**
 * How Gorgias' records are read (design D15): field by field, and each field says what it costs when it is not as it should be. What is odd is
 * noted by the names of fields and types, never by a value: it may be a person's.
 */

/** Reads one value. What cannot be read is thrown as {@link Unreadable}, by the place. */
export type Kind<Value> = (raw: unknown, place: Place) => Value;

/** Thrown while a record is read: here it cannot be. It costs the nearest field or row around it that can be done without. */
class Unreadable extends Error {
  constructor(readonly at: OddField) {
    super(`${at.field}: ${at.reason}`);
  }
}

/** Where in a record something is read, and what was odd so far. */
class Place {
  constructor(
    private readonly path: string,
    private readonly odd: OddField[],
  ) {}

  below(key: string | number): Place {
    return new Place(this.path === WHOLE ? String(key) : `${this.path}.${String(key)}`, this.odd);
  }

  /** It is done without; the record goes on. */
  note(raw: unknown, expected: string): void {
    this.odd.push(this.oddity(raw, expected));
  }

  unreadable(raw: unknown, expected: string): Unreadable {
    return new Unreadable(this.oddity(raw, expected));
  }

  /** What `read` answers; where it cannot be read, `otherwise`, with a note. */
  attempt<Value, Otherwise>(read: (place: Place) => Value, otherwise: Otherwise): Value | Otherwise {
    try {
      return read(this);
    } catch (thrown) {
      if (!(thrown instanceof Unreadable)) throw thrown;
      this.odd.push(thrown.at);
      return otherwise;
    }
  }

  private oddity(raw: unknown, expected: string): OddField {
    return { field: this.path, reason: `${typeName(raw)} where ${expected} was expected` };
  }
}

/** The name of the record as a whole, where not one of its fields is at fault. */
const WHOLE = 'record';

/** Gorgias writes null, "" or nothing for what is not known: a first name is "" where a name is null. */
function isAbsent(raw: unknown): raw is null | undefined | '' {
  return raw === undefined || raw === null || raw === '';
}

/** Without it the record says nothing that can be used: missing or odd, it costs the record. */
export function essential<Value>(kind: Kind<Value>): Kind<Value> {
  return (raw, place) => kind(raw, place);
}

/** May be missing, which is an answer. When it is there and odd nothing is guessed, because somebody may be written to by it: it costs the record. */
export function decisive<Value, Otherwise>(kind: Kind<Value>, otherwise: Otherwise): Kind<Value | Otherwise> {
  return (raw, place) => (isAbsent(raw) ? otherwise : kind(raw, place));
}

/** May be missing; when it is odd it counts as missing, with a note. */
export function optional<Value, Otherwise>(kind: Kind<Value>, otherwise: Otherwise): Kind<Value | Otherwise> {
  return (raw, place) => (isAbsent(raw) ? otherwise : place.attempt((here) => kind(raw, here), otherwise));
}

/** Always there where Gorgias is itself: missing or odd, it is done without, with a note. */
export function expected<Value, Otherwise>(kind: Kind<Value>, otherwise: Otherwise): Kind<Value | Otherwise> {
  return (raw, place) => place.attempt((here) => kind(raw, here), otherwise);
}

export type Fields = Readonly<Record<string, Kind<unknown>>>;
export type Row<Of extends Fields> = { readonly [Name in keyof Of]: ReturnType<Of[Name]> };

/** An object of which these fields are read; all others are overlooked. */
export function object<Of extends Fields>(fields: Of): Kind<Row<Of>> {
  return (raw, place) => {
    const sent = fieldsOf(raw);
    if (sent === null) throw place.unreadable(raw, 'an object');
    const row = Object.entries(fields).map(([name, kind]) => [name, kind(sent[name], place.below(name))] as const);
    return Object.fromEntries(row) as Row<Of>;
  };
}

/** A list whose odd items are left out, each with a note. */
export function listOf<Item>(kind: Kind<Item>): Kind<readonly Item[]> {
  return (raw, place) => {
    if (!Array.isArray(raw)) throw place.unreadable(raw, 'a list');
    return raw.flatMap((item: unknown, index) => place.below(index).attempt((here) => [kind(item, here)], []));
  };
}

/** A map whose odd entries are left out, each with a note. Gorgias writes an empty one as a list, too. */
export function mapOf<Value>(kind: Kind<Value>): Kind<Readonly<Record<string, Value>>> {
  return (raw, place) => {
    if (Array.isArray(raw) && raw.length === 0) return {};
    const sent = fieldsOf(raw);
    if (sent === null) throw place.unreadable(raw, 'a map');
    return Object.fromEntries(
      Object.entries(sent).flatMap(([key, value]) =>
        place.below(keyName(key)).attempt((here) => [[key, kind(value, here)] as const], []),
      ),
    );
  };
}

/** Keys are Gorgias' ids; whatever else is there may be a person's. */
function keyName(key: string): string {
  return /^\d{1,18}$/.test(key) ? key : '?';
}

function fieldsOf(raw: unknown): Readonly<Record<string, unknown>> | null {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
    ? (raw as Readonly<Record<string, unknown>>)
    : null;
}

/** How one kind of record is read. */
export interface RecordReader<Record> {
  /** Names of the fields that it reads: a reading that finds them whole ends what was noted of them before. */
  readonly fields: readonly string[];
  /** The same inside another record. */
  readonly kind: Kind<Record>;
  read(raw: unknown): Reading<Record>;
}

/** Each of `odd` has cost a field; `fault` has cost the record. */
export type Reading<Record> =
  | { readonly readable: true; readonly record: Record; readonly odd: readonly OddField[] }
  | { readonly readable: false; readonly fault: OddField };

export function recordOf<Of extends Fields, Made>(fields: Of, make: (row: Row<Of>) => Made): RecordReader<Made> {
  const rowOf = object(fields);
  const kind: Kind<Made> = (raw, place) => make(rowOf(raw, place));
  return {
    fields: [WHOLE, ...Object.keys(fields)],
    kind,
    read: (raw) => {
      const odd: OddField[] = [];
      try {
        return { readable: true, record: kind(raw, new Place(WHOLE, odd)), odd };
      } catch (thrown) {
        if (!(thrown instanceof Unreadable)) throw thrown;
        return { readable: false, fault: thrown.at };
      }
    },
  };
}

function typeName(raw: unknown): string {
  if (raw === undefined) return 'nothing';
  if (raw === null) return 'null';
  if (Array.isArray(raw)) return 'a list';
  if (typeof raw === 'object') return 'an object';
  if (typeof raw === 'boolean') return 'a flag';
  return typeof raw === 'number' ? 'a number' : 'a text';
}
