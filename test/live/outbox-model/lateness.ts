import { MINUTE } from './commands';
import { holdingSpans } from './identity';
import { endBefore, knownOf } from './oracle';
import { type Span, within } from './spans';
import { kinTickets, type Send, type Truth } from './truth';

/** From the moment at which nothing speaks against it any more: looks, probes, and what is ten minutes overdue. */
const LEAVES_WITHIN = 30 * MINUTE;

/** (5) A hold ends when its holder is no reason to wait any more: ended, with an end that is known, or another's. */
export function heldTooLong(truth: Truth, mendedAt: number): readonly string[] {
  const firsts = new Map<string, Send>();
  for (const send of truth.sends) if (!firsts.has(send.key)) firsts.set(send.key, send);
  return [...firsts.values()].flatMap((send) => {
    const begun = truth.scene.chronicle.begun.find(({ key }) => key === send.key);
    const freeAt = freeSince(truth, send, mendedAt);
    const isLate = begun !== undefined && freeAt !== null && begun.at > freeAt + LEAVES_WITHIN;
    return isLate ? [`(5) ${send.key} was free since ${iso(freeAt)} and left at ${iso(begun.at)}`] : [];
  });
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** Null: nobody can tell. */
function freeSince(truth: Truth, send: Send, mendedAt: number): number | null {
  const { delayMs } = truth.scene.setting;
  const { ask, ticket, begunAt } = send;
  const due = ask === null ? knownOf(truth, send, begunAt)?.earliest : endBefore(truth, send, ask.at);
  if (due === undefined) return null;
  const others = kinTickets(truth, send.email).filter(({ id }) => id !== ticket?.id);
  const holds = others.flatMap((other) =>
    within(unknownEnds(truth, other), holdingSpans(truth.identity, send, other.id)),
  );
  const lasting = holds.filter(({ from }) => from <= begunAt);
  const freeAt = Math.max(mendedAt, due, ...lasting.map(({ to }) => to)) + delayMs;
  return freeAt === Infinity ? null : freeAt;
}

/** While a ticket is open, and then until it is known how it ended. */
function unknownEnds({ scene }: Truth, { open, scores }: Truth['tickets'][number]): readonly Span[] {
  return open.map(({ from, to: closedAt }) => {
    const score = scores.find((one) => one.at <= closedAt + scene.setting.csatWaitMs);
    return { from, to: score === undefined ? closedAt + scene.setting.csatWaitMs : Math.max(score.at, closedAt) };
  });
}
