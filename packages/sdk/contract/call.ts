import type { z } from 'zod';

/**
 * One call of the API as data. The server implements it, the SDK, the command line and the console make it, `/openapi.json` is written from
 * it: whatever is said here is said nowhere else.
 */
export interface Call {
  /** Its name in `/openapi.json`. */
  readonly id: string;
  readonly method: 'get' | 'post';
  /** Below the address of the connector, with a `{name}` for each of `params`. */
  readonly path: string;
  /** A sentence for whoever reads the description. */
  readonly summary: string;
  /** What stands in the path. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
  /** Of an answer that is no error. */
  readonly status: 200 | 201 | 202;
  /** Whether it changes anything, which nobody may with the read-only key; as its method says when missing. */
  readonly changes?: boolean;
  /** After how many milliseconds a caller gives up; {@link TIMEOUT_MS} when missing. */
  readonly timeoutMs?: number;
}

/** A way in with a router of its own, because it takes no bearer key or other things than our JSON. */
export type Door = Pick<Call, 'id' | 'method' | 'path' | 'summary'>;

/** Whether a call changes anything: a `post` does, unless it only carries what must not stand in an address. */
export function changesAnything({ changes, method }: Pick<Call, 'changes' | 'method'>): boolean {
  return changes ?? method === 'post';
}

/** How long a caller waits for a call that says nothing else, in milliseconds. */
export const TIMEOUT_MS = 30_000;

type Part = 'params' | 'query' | 'body';
/** Of a call that says nothing of its query or body: an object without keys. */
type Nothing = Readonly<Record<string, never>>;

/** Nobody changes what goes out or comes in, so read-only values do. */
type Frozen<Value> = Value extends readonly (infer One)[]
  ? readonly Frozen<One>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value;

/** What a server has of a call when its input was checked. */
export type RequestOf<One extends Call> = {
  readonly [Name in Part]: One extends Readonly<Record<Name, infer Schema extends z.ZodType>>
    ? z.output<Schema>
    : Nothing;
};

/** What a caller gives: those of `params`, `query` and `body` that the call has. */
export type InputOf<One extends Call> = {
  readonly [Name in Part as One extends Readonly<Record<Name, z.ZodType>> ? Name : never]: One extends Readonly<
    Record<Name, infer Schema extends z.ZodType>
  >
    ? Frozen<z.input<Schema>>
    : never;
};

/** What a server gives; fields with a default may be missing. */
export type GivenAnswerOf<One extends Call> = Frozen<z.input<One['answer']>>;

/** What a caller gets. */
export type AnswerOf<One extends Call> = z.output<One['answer']>;
