import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { cancellationSignal } from '@temporalio/activity';
import { ConnectorError } from '../../domain/errors/connector-error';
import type { ActivityDeps } from '../deps';

/** Whoever makes lists says so again with each of them; one who died is waited for so long. */
const RESERVED_MS = 30_000;
const ASK_AGAIN_MS = 250;
const MOST_ASKED = (2 * RESERVED_MS) / ASK_AGAIN_MS;

/**
 * One at a time for an account, over all processes: two that both find no list of a name would make two. `work` looks for itself what is there
 * by now, and calls `stay` before it makes one.
 * @throws `brevo.busy` when somebody else makes lists for longer than is worth waiting for, or has taken over.
 */
export async function makingLists<Result>(
  deps: ActivityDeps,
  account: string,
  work: (stay: () => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const { makingLists: making } = deps.memory;
  const run = (): Promise<Result> => reserved(deps, account, work);
  // Of this process those that came before: nobody asks the database about them.
  const done = (making.get(account) ?? Promise.resolve()).then(run, run);
  making.set(account, done);
  try {
    return await done;
  } finally {
    if (making.get(account) === done) making.delete(account);
  }
}

async function reserved<Result>(
  { store: { contacts } }: ActivityDeps,
  account: string,
  work: (stay: () => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const holder = randomUUID();
  const reserve = (): Promise<boolean> => contacts.reserveListMaking(account, holder, RESERVED_MS);
  for (let asked = 0; !(await reserve()); asked += 1) {
    if (asked >= MOST_ASKED) throw busy();
    await sleep(ASK_AGAIN_MS, undefined, { signal: cancellationSignal() });
  }
  try {
    return await work(async () => {
      if (!(await reserve())) throw busy();
    });
  } finally {
    await contacts.releaseListMaking(account, holder);
  }
}

function busy(): ConnectorError {
  return new ConnectorError('brevo.busy', 'Another process makes lists in Brevo for this account');
}
