import { z } from 'zod';
import { badRequest } from './errors';

const shape = z.tuple([z.enum(['next', 'prev']), z.union([z.string(), z.number()]), z.number().int()]);

export interface Cursor {
  readonly direction: 'next' | 'prev';
  /** Sort value of the row that the page ended (or began) with. */
  readonly value: string | number;
  readonly id: number;
}

/** Cursors as recorded: base64 of `["next", value, id]`. With a time to live, old ones are refused (gorgias-api.md 5). */
export interface Cursors {
  write(cursor: Cursor): string;
  /** @throws Refused with 400 when the text is no cursor or has aged. */
  read(text: string): Cursor;
}

const remembered = 20_000;

export function createCursors({ ttlMs, clock }: { ttlMs: number | null; clock: () => number }): Cursors {
  const issued = new Map<string, number>();
  const remember = (text: string): void => {
    issued.delete(text);
    issued.set(text, clock());
    const oldest = issued.keys().next();
    if (issued.size > remembered && oldest.done !== true) issued.delete(oldest.value);
  };
  return {
    write: ({ direction, value, id }) => {
      const text = Buffer.from(JSON.stringify([direction, value, id])).toString('base64');
      if (ttlMs !== null) remember(text);
      return text;
    },
    read: (text) => {
      const parsed = shape.safeParse(decode(text));
      if (!parsed.success) throw badRequest('cursor', 'Invalid cursor.');
      const issuedAt = issued.get(text);
      if (ttlMs !== null && issuedAt !== undefined && clock() - issuedAt > ttlMs)
        throw badRequest('cursor', 'Expired cursor.');
      const [direction, value, id] = parsed.data;
      return { direction, value, id };
    },
  };
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    return null;
  }
}
