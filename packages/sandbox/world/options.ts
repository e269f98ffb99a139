import { z } from 'zod';

const canary = z.object({ person: z.string().regex(/^[A-Za-z0-9]+$/), key: z.string().min(1).optional() });

export const worldOptions = z.strictObject({
  /** Same seed, same people. */
  seed: z.number().int().default(1),
  /** When the past ends, milliseconds since 1970. Default: the moment of creation. */
  now: z.number().int().optional(),
  customers: z.number().int().min(0).default(400),
  tickets: z.number().int().min(0).default(800),
  /** At most one per closed ticket that is neither spam nor trashed; fewer when there are fewer of those. */
  surveys: z.number().int().min(0).default(120),
  /** How far the past reaches back; with `active` at least 400 days. */
  historyDays: z.number().min(1).default(1_000),
  /**
   * Exactly this many customers and messages (fewer only where there are not enough) fall inside the last 365 days: it sets the price
   * of the enrichment. Without it, activity is spread evenly over the whole past.
   */
  active: z.object({ customers: z.number().int().min(0), messages: z.number().int().min(0) }).optional(),
  /** Awkward records: merged, deleted, trashed, spam, nameless, without e-mail, bad phones. Off, everything is tidy. */
  oddities: z.boolean().default(true),
  /** A token woven into every e-mail, name, bad phone, handle, note, subject, comment and message, so that a test can search for leaks. */
  canary: canary.optional(),
});

export type WorldOptions = z.input<typeof worldOptions>;
export type ResolvedWorldOptions = z.output<typeof worldOptions> & { readonly now: number };
