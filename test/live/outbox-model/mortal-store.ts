import type { LiveTables } from '../../../src/store/live-tables';
import type { Outbox, OutboxEntry } from '../../../src/store/outbox/outbox-types';
import type { Store } from '../../../src/store/types';
import type { Passage, Spot } from './commands';

/** What befalls a worker at its n-th spot of that kind. */
export interface Strike {
  readonly at: Spot;
  readonly nth: number;
  readonly act: 'die' | (() => Promise<void>);
}

/**
 * A worker's life. After its end nothing that it had begun has any effect: its transactions are rolled back, its questions are never answered,
 * and what was on the wire arrives with nobody there for the answer.
 */
export interface WorkerLifetime {
  /** Null: nothing befalls it. */
  await(strike: Strike | null): void;
  /** A question to the store, or to Temporal. */
  call<Result>(place: string, work: () => Promise<Result>): Promise<Result>;
  /** Until it is over, the end of the life means a rollback. */
  transaction<Result>(place: string, work: () => Promise<Result>): Promise<Result>;
  /** At the vendor's door: who has knocked has knocked. */
  knock(passage: 'departing' | 'answered', isCampaign: boolean): Promise<void>;
  /** An attempt to send was written down; null: it ended. */
  attempts(key: string | null): void;
  readonly attempting: string | null;
  /** The account's gate let a request pass. */
  entered(at: number): void;
  readonly enteredAt: number;
  readonly isOver: boolean;
  readonly over: Promise<void>;
  /** How far it has come: whoever stands still waits for somebody else. */
  readonly steps: number;
  /** Where it was struck. */
  readonly struckAt: string | null;
}

class Died extends Error {}

/** Before the rules are asked (`src/activities/campaigns/campaign-gate.ts`). */
const LAST_QUESTION = 'outbox.sentTo';

function passing(passage: Passage, ofCampaign: boolean): readonly Spot[] {
  return ofCampaign ? [passage, `campaign ${passage}`] : [passage];
}

/** As `src/activities/campaigns/campaign-key.ts` names them. */
function isCampaign(key: string): boolean {
  return key.endsWith('/campaign/1') || key.includes('/asked/');
}

export function createLifetime(): WorkerLifetime {
  let [strike, met, steps, open]: [Strike | null, number, number, number] = [null, 0, 0, 0];
  let isOver = false;
  const isDead = (): boolean => isOver;
  let attempting: string | null = null;
  let struckAt: string | null = null;
  let enteredAt = 0;
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  const meet = async (spots: readonly Spot[], place: string): Promise<void> => {
    steps += 1;
    if (strike === null || !spots.includes(strike.at)) return;
    met += 1;
    if (met < strike.nth) return;
    const { act } = strike;
    [strike, struckAt] = [null, place];
    if (act !== 'die') return act();
    isOver = true;
    end();
  };
  const gone = <Result>(): Promise<Result> => {
    if (open > 0) throw new Died();
    return new Promise<Result>(() => undefined);
  };
  const call: WorkerLifetime['call'] = async (place, work) => {
    if (isDead()) return gone();
    await meet(['any'], `before ${place}`);
    if (isDead()) return gone();
    const result = await work();
    if (isDead()) return gone();
    await meet(place === LAST_QUESTION ? ['any', 'weighed'] : ['any'], `after ${place}`);
    return isDead() ? gone() : result;
  };
  return {
    await: (next) => {
      [strike, met] = [next, 0];
    },
    call,
    transaction: (place, work) =>
      call(place, async () => {
        open += 1;
        const result = await work().catch((thrown: unknown) => {
          open -= 1;
          if (!isOver) throw thrown;
          return gone<never>();
        });
        open -= 1;
        if (attempting !== null && !isOver)
          await meet(passing('begun', isCampaign(attempting)), `begun, after ${place}`);
        return result;
      }),
    knock: (passage, ofCampaign) => meet(passing(passage, ofCampaign), passage),
    attempts: (key) => {
      attempting = key;
    },
    get attempting() {
      return attempting;
    },
    entered: (at) => {
      enteredAt = at;
    },
    get enteredAt() {
      return enteredAt;
    },
    get isOver() {
      return isOver;
    },
    over,
    get steps() {
      return steps;
    },
    get struckAt() {
      return struckAt;
    },
  };
}

/** How it is sent: what is done about a lost answer depends on it. */
export type Way = 'event' | 'mail' | 'list';

function wayOf({ send }: { readonly key: string; readonly send?: OutboxEntry['send'] }): Way {
  if (send === null || send === undefined || 'event' in send) return 'event';
  return 'templateId' in send ? 'mail' : 'list';
}

/** What is written down of the attempts to send, whoever makes them. */
export interface AttemptLog {
  begun(key: string, way: Way): void;
  ended(key: string): void;
  keptBack(why: string): void;
  now(): number;
}

/** The same store in the hands of that worker. */
export function mortalStore(store: Store, lifetime: WorkerLifetime, log: AttemptLog): Store {
  const parts = Object.entries(store).map(([name, part]: [string, unknown]) => {
    const isPart = name !== 'db' && typeof part === 'object' && part !== null;
    return [name, isPart ? mortalPart(part, name, lifetime) : part] as const;
  });
  const all = Object.fromEntries(parts) as unknown as Store;
  const within = <Result>(place: string, work: (live: (tables: LiveTables) => LiveTables) => Promise<Result>) => {
    const committed: (() => void)[] = [];
    return lifetime.transaction(place, async () => {
      const result = await work((live) => mortalTables(live, lifetime, { log, later: (note) => committed.push(note) }));
      for (const note of committed) note();
      return result;
    });
  };
  return {
    ...all,
    outbox: mortalOutbox(store.outbox, lifetime, { log, later: (note) => note() }),
    admission: {
      ...all.admission,
      enter: async (...args) => {
        const admitted = await all.admission.enter(...args);
        if (admitted.kind === 'go') lifetime.entered(log.now());
        return admitted;
      },
    },
    tickets: {
      ...all.tickets,
      change: (account, ticketId, apply) =>
        within('tickets.change', (mortal) =>
          store.tickets.change(account, ticketId, (state, live) => apply(state, mortal(live))),
        ),
    },
    liveTransaction: (work) => within('transaction', (mortal) => store.liveTransaction((live) => work(mortal(live)))),
  };
}

interface Noting {
  readonly log: AttemptLog;
  /** Notes it when the transaction is committed. */
  readonly later: (note: () => void) => void;
}

function mortalTables(live: LiveTables, lifetime: WorkerLifetime, noting: Noting): LiveTables {
  return {
    outbox: mortalOutbox(live.outbox, lifetime, noting),
    decisions: mortalPart(live.decisions, 'decisions', lifetime),
    ticketReader: mortalPart(live.ticketReader, 'ticketReader', lifetime),
    ticketEvents: mortalPart(live.ticketEvents, 'ticketEvents', lifetime),
    quarantine: mortalPart(live.quarantine, 'quarantine', lifetime),
  };
}

function mortalOutbox(outbox: Outbox, lifetime: WorkerLifetime, { log, later }: Noting): Outbox {
  const mortal = mortalPart(outbox, 'outbox', lifetime);
  return {
    ...mortal,
    begin: async (account, entry) => {
      const token = await mortal.begin(account, entry);
      if (token !== null)
        later(() => {
          log.begun(entry.key, wayOf(entry));
          lifetime.attempts(entry.key);
        });
      return token;
    },
    settle: async (account, attempt, end) => {
      const isMine = await mortal.settle(account, attempt, end);
      // Whoever finds a dead attempt and ends it knows no more than anybody.
      if (lifetime.attempting === attempt.key) log.ended(attempt.key);
      lifetime.attempts(null);
      return isMine;
    },
    keepBack: (account, key, why) => {
      log.keptBack(why.gate);
      return mortal.keepBack(account, key, why);
    },
    release: async (account, attempt, why) => {
      await mortal.release(account, attempt, why);
      log.ended(attempt.key);
      lifetime.attempts(null);
    },
    lose: async (account, attempt) => {
      await mortal.lose(account, attempt);
      lifetime.attempts(null);
    },
  };
}

type Method = (...args: readonly unknown[]) => unknown;

function mortalPart<Part extends object>(part: Part, name: string, lifetime: WorkerLifetime): Part {
  const methods = Object.entries(part).map(([method, does]: [string, unknown]) => {
    if (typeof does !== 'function') return [method, does] as const;
    const call = (...args: readonly unknown[]): Promise<unknown> =>
      lifetime.call(`${name}.${method}`, () => Promise.resolve((does as Method)(...args)));
    return [method, call] as const;
  });
  return Object.fromEntries(methods) as unknown as Part;
}
