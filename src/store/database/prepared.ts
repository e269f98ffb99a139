import { parse, type PGlite, protocol } from '@electric-sql/pglite';

interface Prepared {
  readonly name: string;
  /** Type oids of the parameters. */
  readonly types: readonly number[];
  /** Names and types of the answer's columns. */
  readonly description: Answer;
  /** On the clock of `performance.now()`. */
  readonly preparedAt: number;
}

type Answer = Parameters<typeof parse.parseResults>[0];
type Value = string | Uint8Array | null;

/** Runs one statement and answers its rows; the caller sees to it that nobody else talks to the database meanwhile. */
export type RunPrepared = <Row>(sql: string, params: readonly unknown[]) => Promise<Row[]>;

/** A plan made for an empty table is ruinous for a full one, and nobody tells of growth: each is made anew after so long. */
const PLAN_LIFE_MS = 1_000;
const TEXT = 25;
const JSONB = 3802;
const JSONB_VERSION = 1;
/** From so many characters on, bytes are quicker than letting PGlite spell the string out. */
const LONG = 1_000;

/**
 * Statements of the embedded database by name: PGlite itself parses and plans a statement anew each time, which for the large ones costs
 * as much as a third of a page (measured: 6 ms of 18). Statements are texts of this program, so their number is bounded.
 */
export function createRunPrepared(pglite: PGlite): RunPrepared {
  const known = new Map<string, Prepared>();
  const send = async (...messages: readonly Uint8Array[]): Promise<Answer> => {
    try {
      return (await pglite.execProtocol(Buffer.concat(messages), { syncToFs: false })).messages;
    } finally {
      await pglite.execProtocol(protocol.serialize.sync(), { syncToFs: false });
    }
  };
  const prepare = async (sql: string): Promise<Prepared> => {
    const former = known.get(sql);
    if (former !== undefined && performance.now() - former.preparedAt < PLAN_LIFE_MS) return former;
    const name = former?.name ?? `s${String(known.size + 1)}`;
    const { serialize } = protocol;
    const description = await send(
      serialize.close({ type: 'S', name }),
      serialize.parse({ name, text: sql }),
      serialize.describe({ type: 'S', name }),
    );
    const types = parse.parseDescribeStatementResults(description);
    const prepared = { name, types, description, preparedAt: performance.now() };
    known.set(sql, prepared);
    return prepared;
  };
  return async <Row>(sql: string, params: readonly unknown[]) => {
    const { name, types, description } = await prepare(sql);
    const values = params.map((value, index) => serialized(pglite, types[index] ?? TEXT, value));
    const { serialize } = protocol;
    const answer = await send(serialize.bind({ statement: name, values }), serialize.execute({}));
    const [result] = parse.parseResults([...description, ...answer], pglite.parsers);
    return (result?.rows ?? []) as Row[];
  };
}

function serialized(pglite: PGlite, type: number, value: unknown): Value {
  if (value === null || value === undefined) return null;
  const text = pglite.serializers[type]?.(value) ?? plain(value);
  if (text.length < LONG || (type !== TEXT && type !== JSONB)) return text;
  return type === TEXT ? Buffer.from(text) : Buffer.concat([Buffer.of(JSONB_VERSION), Buffer.from(text)]);
}

/** As PGlite does with a type that it has no serializer for. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return value.toString();
  throw new TypeError('a parameter of a type that cannot be written as text');
}
