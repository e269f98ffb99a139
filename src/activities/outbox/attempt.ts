import { ConnectorError, isConnectorError } from '../../domain/errors/connector-error';
import { afterLostAnswer } from '../../domain/outbox/lost-answer';
import { waitReason } from '../../domain/ticket/waits';
import type { OutboxEnd, OutboxEntry } from '../../store/outbox/outbox-types';
import { plus } from '../../domain/timestamp';
import { scopeOf } from '../admission';
import type { ActivityDeps } from '../deps';
import { judgedOrNull } from '../judge';
import { causeOf, ENDS, listed, recordOf } from './listed';
import { callOf, request } from './request';
import { wasReceived } from './was-received';

const TAKEN_WAIT_MS = 5_000;
const AGAIN_MS = 10 * 60_000;
const UNKNOWN = 'the answer was lost, and it cannot be found out whether it was sent: it is not repeated';

/** What the gate answers: the attempt has begun, or why it has not. */
export type Entered<No> = { readonly token: string; readonly entry: OutboxEntry } | { readonly no: No };

export type Attempted<No> =
  /** It has an end, of this attempt or of an earlier one. */
  | { readonly kind: 'ended' }
  /** A person must mend something in Brevo first: somebody tries for all that wait. */
  | {
      readonly kind: 'waits';
      readonly why: string;
      /** Nothing else of the account waits for the same. */ readonly alone: boolean;
    }
  | { readonly kind: 'not_let_through'; readonly no: No };

/**
 * Sends one entry of the outbox at most once: the one sender for timeline events and campaigns (design D14). `enter` is the gate, asked
 * before each attempt; it has begun the attempt in the transaction in which it looked. After a lost answer Brevo is asked, a mail is sent
 * again under its key while Brevo remembers it, and a campaign of which nothing can be known is not repeated but listed for a person.
 * @throws what passes by itself, so that Temporal tries again, and what stops the whole account.
 */
export async function attempt<No>(
  deps: ActivityDeps,
  { account, key }: { readonly account: string; readonly key: string },
  enter: (entry: OutboxEntry) => Promise<Entered<No>>,
): Promise<Attempted<No>> {
  // What is written down is meant for the Brevo account that is connected now.
  deps.brevo(account);
  const entry = await deps.store.outbox.find(account, key);
  if (entry === null || isEnded(entry)) return { kind: 'ended' };
  if (await isPostponed(deps, entry)) return { kind: 'waits', why: entry.gate ?? '', alone: true };
  if (entry.state === 'sending' && (await foundOut(deps, account, entry))) return { kind: 'ended' };
  // Whoever was there before and is gone may have been carried out: from here on nobody takes it for untried.
  const entered = await enter({ ...entry, unsure: entry.unsure || entry.state === 'sending' });
  if ('no' in entered) return { kind: 'not_let_through', no: entered.no };
  return send(deps, account, entered);
}

/** An event that something on the way does not let pass waits for its own time, which no other ticket's look makes shorter. */
async function isPostponed({ store: { outbox } }: ActivityDeps, { kind, dueAt }: OutboxEntry): Promise<boolean> {
  return kind === 'timeline' && dueAt !== null && dueAt > (await outbox.now());
}

type Undone = Readonly<Record<'key' | 'why', string>>;

/** It will not be sent: what was certainly never tried is given up, and of the rest it is said that nobody knows. */
export async function abandon(deps: ActivityDeps, account: string, { key, why }: Undone): Promise<void> {
  if (await withdraw(deps, account, { key, why })) return;
  const entry = await deps.store.outbox.find(account, key);
  if (entry?.state !== 'sending' || (await foundOut(deps, account, entry))) return;
  await end(deps, account, { entry, token: entry.token, state: 'unknown', reason: `${UNKNOWN}, ${why}` });
}

/** Gives up what was certainly never tried. False: it was, or has an end. */
export async function withdraw(deps: ActivityDeps, account: string, { key, why }: Undone): Promise<boolean> {
  const { outbox, quarantine } = deps.store;
  if (!(await outbox.giveUp(account, key, why))) return false;
  const entry = await outbox.find(account, key);
  if (entry !== null && entry.gate !== null) await quarantine.forget(account, recordOf(entry), ENDS);
  return true;
}

export function isEnded({ state }: Pick<OutboxEntry, 'state'>): boolean {
  return state !== 'intended' && state !== 'sending';
}

/** Another attempt of the same step is at it, or was: the next one looks what became of it. */
export function takenMeanwhile(): ConnectorError {
  return new ConnectorError('brevo.busy', 'It is being sent by another attempt', { retryAfterMs: TAKEN_WAIT_MS });
}

/** Whether the attempt of unknown outcome has an end by now. Throws `brevo.busy` while it is too early to say. */
async function foundOut(deps: ActivityDeps, account: string, entry: OutboxEntry): Promise<boolean> {
  const now = await deps.store.outbox.now();
  const triedAt = entry.triedAt ?? entry.intendedAt;
  const lost = {
    send: entry.send,
    hasMailKey: entry.mailKey !== null,
    mayBeOnTheWire: entry.token !== null,
    now,
    triedAt,
    firstTriedAt: entry.firstTriedAt ?? triedAt,
  };
  const first = afterLostAnswer({ ...lost, received: null });
  const step =
    first.kind === 'ask'
      ? afterLostAnswer({ ...lost, received: await wasReceived(deps, account, { entry, now }) })
      : first;
  switch (step.kind) {
    case 'again':
    case 'ask':
      return false;
    case 'sent':
      await end(deps, account, { entry, token: entry.token, state: 'sent', reason: 'found after a lost answer' });
      return true;
    case 'unknown':
      await end(deps, account, { entry, token: entry.token, state: 'unknown', reason: UNKNOWN });
      return true;
    case 'wait':
      throw new ConnectorError('brevo.busy', 'It may or may not have reached Brevo; it is looked for again', {
        retryAfterMs: step.ms,
      });
  }
}

interface Attempt {
  readonly entry: OutboxEntry;
  readonly token: string | null;
}

async function send<No>(
  deps: ActivityDeps,
  account: string,
  { entry, token }: { readonly entry: OutboxEntry; readonly token: string },
): Promise<Attempted<No>> {
  let answer: Awaited<ReturnType<typeof request>>;
  try {
    answer = await request(deps, account, entry);
  } catch (thrown) {
    return afterFailure(deps, account, { entry, token, thrown });
  }
  // A key that nobody has used cannot have been used before, unless an answer was lost.
  const state = answer === 'repeated' && !entry.unsure ? 'unknown' : 'sent';
  await end(deps, account, { entry, token, state, reason: state === 'sent' ? null : UNKNOWN });
  return { kind: 'ended' };
}

/** Brevo answers others, and for this one something on the way does not let it pass: it is listed, and tried again later. */
async function postpone<No>(
  deps: ActivityDeps,
  account: string,
  putting: PuttingOff & { readonly token: string },
): Promise<Attempted<No>> {
  await putOff(deps, account, putting);
  return { kind: 'waits', why: putting.error.message, alone: true };
}

interface PuttingOff {
  readonly entry: OutboxEntry;
  readonly error: ConnectorError;
  /** Of the attempt that has failed; missing: none was begun. */
  readonly token?: string;
}

/** Nothing of it is on the wire: it is listed, unless somebody else has got hold of it, and tried again later. */
export async function putOff(deps: ActivityDeps, account: string, { entry, error, token }: PuttingOff): Promise<void> {
  const { store } = deps;
  const [key, gate] = [entry.key, error.message];
  await noteWait(deps, account, { entry, error });
  const dueAt = plus(await store.outbox.now(), AGAIN_MS);
  await store.liveTransaction(async ({ outbox, quarantine }) => {
    // After a lost answer it is not its attempt's any more.
    if (token !== undefined) await outbox.release(account, { key, token }, { gate, waitsFor: null });
    if (await outbox.postpone(account, key, { gate, dueAt }))
      await quarantine.put(account, [listed(entry, error.code)]);
  });
}

/** Somebody who asks for the ticket's story later hears what held it up: that it was kept back is forgotten with the next attempt. */
async function noteWait(
  { store }: ActivityDeps,
  account: string,
  { entry: { ticketId }, error }: Pick<PuttingOff, 'entry' | 'error'>,
): Promise<void> {
  const reason = waitReason(error);
  if (ticketId !== null && reason !== null) await store.tickets.beginWait(account, ticketId, reason);
}

async function afterFailure<No>(
  deps: ActivityDeps,
  account: string,
  { entry, token, thrown }: { readonly entry: OutboxEntry; readonly token: string; readonly thrown: unknown },
): Promise<Attempted<No>> {
  const { outbox } = deps.store;
  const { key } = entry;
  // Anything else, like the end of this worker, says nothing: whoever comes next finds out.
  if (!isConnectorError(thrown)) throw thrown;
  const isCampaign = entry.kind === 'campaign';
  const step = { account, subject: isCampaign ? 'campaign' : 'event', about: `outbox/${key}` } as const;
  const judged = judgedOrNull(deps, thrown, step);
  if (judged !== null && !thrown.retryable) {
    // A repeated mail that is answered 400 may have gone out the first time (brevo-api.md 0).
    const state = entry.unsure && isCampaign ? 'unknown' : 'refused';
    await end(deps, account, { entry, token, state, reason: state === 'refused' ? thrown.code : UNKNOWN });
    return { kind: 'ended' };
  }
  if (thrown.details.outcomeUnknown === true) {
    await outbox.lose(account, { key, token });
    if (judged === null) throw thrown;
  }
  if (judged !== null) return postpone(deps, account, { entry, token, error: thrown });
  const waitsFor = thrown.details.heldBy ?? scopeOf({ vendor: 'brevo', call: callOf(entry) }, thrown.code);
  await outbox.release(account, { key, token }, { gate: thrown.message, waitsFor });
  // What the one call is refused for holds up nothing else; a refused key and a pause end the whole step.
  if (waitsFor === null || waitsFor === 'brevo') throw thrown;
  await noteWait(deps, account, { entry, error: thrown });
  return { kind: 'waits', why: thrown.message, alone: false };
}

/** Whoever was overtaken changes nothing, and has to look again what became of it: throws `brevo.busy` until the other one has ended it. */
async function end(
  deps: ActivityDeps,
  account: string,
  { entry, token, state, reason }: Attempt & { readonly state: OutboxEnd; readonly reason: string | null },
): Promise<void> {
  const { key } = entry;
  const isMine = await deps.store.liveTransaction(async ({ outbox, quarantine }) => {
    const settled = await outbox.settle(account, { key, token }, { end: state, reason });
    const cause = causeOf(state, reason);
    // It may have been listed when it was put off.
    if (settled && entry.gate !== null) await quarantine.forget(account, recordOf(entry), ENDS);
    if (settled && cause !== null) await quarantine.put(account, [listed(entry, cause)]);
    return settled;
  });
  const now = isMine ? null : await deps.store.outbox.find(account, key);
  if (now !== null && !isEnded(now)) throw takenMeanwhile();
}
