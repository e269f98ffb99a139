import type { Way } from './mortal-store';

/** Which step of whom was under way. */
export interface Running {
  readonly step: string;
  readonly ticketId: number | null;
  readonly requestId: string | null;
}

/** A request that writes, as it came in at Brevo. */
export interface Write {
  readonly at: number;
  /** When it was carried out: somebody may have paused the account while it was on its way. */
  throughAt: number;
  readonly seq: number;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly by: Running;
  /** When its worker last passed the account's gate. */
  readonly enteredAt: number;
  /** Time had passed in the middle of the step. */
  readonly isStalled: boolean;
}

export type Switch = 'pausing' | 'paused' | 'resumed' | 'off' | 'on' | 'uninstalled' | 'installed' | 'watching';

export interface Ask {
  readonly at: number;
  readonly id: string;
  readonly campaign: string;
  readonly ticketId: number | null;
  readonly email: string;
}

/**
 * What has happened, in milliseconds of the sequence's clock: what people did in Brevo, which makes no entry in its journal, and what was done
 * to the connector. What happened in Gorgias stands in the sandbox' world.
 */
export interface Chronicle {
  readonly mails: {
    readonly at: number;
    readonly email: string;
    readonly said: 'blocklisted' | 'subscribed' | 'removed';
  }[];
  /** A worker that lived on had read what the contact says of mail. */
  readonly reads: { readonly at: number; readonly email: string }[];
  /** Incremental runs that came to their end, with all that Gorgias had to say. */
  readonly syncs: { readonly from: number; readonly to: number }[];
  readonly lists: { readonly at: number; readonly email: string; readonly left: number }[];
  readonly switches: { readonly at: number; readonly to: Switch }[];
  readonly asks: Ask[];
  /** The door was shut, the person's work was ended, they were erased, they were allowed to come back. */
  readonly erasures: {
    readonly at: number;
    readonly email: string;
    readonly is: 'shut' | 'quiet' | 'erased' | 'allowed';
  }[];
  readonly writes: Write[];
  /** Attempts to send that were written down, and those that got an end. */
  readonly begun: { readonly at: number; readonly key: string; readonly way: Way }[];
  readonly ended: { readonly at: number; readonly key: string }[];
  /** Why an attempt was not let pass for now, in the product's words. */
  readonly gates: { readonly why: string }[];
  /** Time passed in the middle of a step. */
  readonly stalls: number[];
  /** The end of a ticket was known to the connector. */
  readonly ends: { readonly at: number; readonly ticketId: number }[];
  /** Addresses of those who opened a ticket, by its number, and who they were. */
  readonly emails: Map<number, string>;
  readonly openers: Map<number, number>;
  /** The first address of each customer. */
  readonly met: Map<number, string>;
  /** What activities were carried out, and what came of each. */
  readonly steps: string[];
  /** What must not be, noticed while it happened. */
  readonly wrongs: string[];
  /** For a reader. */
  readonly story: string[];
  readonly tally: Map<string, number>;
}

export function newChronicle(): Chronicle {
  return {
    ...{
      mails: [],
      reads: [],
      syncs: [],
      lists: [],
      switches: [],
      asks: [],
      erasures: [],
      writes: [],
      begun: [],
      ended: [],
      ends: [],
      stalls: [],
      gates: [],
      steps: [],
    },
    ...{ emails: new Map(), openers: new Map(), met: new Map(), wrongs: [], story: [], tally: new Map() },
  };
}

export function count({ tally }: Pick<Chronicle, 'tally'>, what: string, times = 1): void {
  tally.set(what, (tally.get(what) ?? 0) + times);
}
