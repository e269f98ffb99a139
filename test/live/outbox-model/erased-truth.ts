import type { Scene } from './scene';
import type { Span } from './spans';
import type { Send, Truth } from './truth';

/** How often they were allowed to come back by then: as somebody new, of whom nothing is known. */
export function lifeOf({ chronicle }: Scene, { email, at }: Pick<Send, 'email' | 'at'>): number {
  return chronicle.erasures.filter((one) => one.email === email && one.is === 'allowed' && one.at < at).length;
}

/** Of whom an event of the timeline is. */
export function emailOf({ scene, tickets }: Truth, of: Readonly<Record<string, unknown>>): string {
  const ticket = tickets.find(({ id }) => id === of['ticket_id']);
  return ticket?.email ?? [...scene.customers].find(([, id]) => id === of['customer_id'])?.[0] ?? '';
}

export function wasErased({ chronicle }: Scene, email: string): boolean {
  return chronicle.erasures.some((one) => one.email === email);
}

/** Events of the timeline that were told before the person was allowed to come back: they are told no second time. */
export function toldInEarlierLives(truth: Truth): ReadonlySet<string> {
  const { writes, erasures } = truth.scene.chronicle;
  const told = writes.flatMap(({ at, path, body }) => {
    const { event_properties: of } = (body ?? {}) as { event_properties?: Readonly<Record<string, unknown>> };
    if (path !== '/v3/events' || of === undefined) return [];
    const email = emailOf(truth, of);
    const isEarlier = erasures.some((one) => one.email === email && one.is === 'allowed' && one.at > at);
    return isEarlier ? [String(of['event_key'])] : [];
  });
  return new Set(told);
}

/** From that word until the person was allowed again. */
function erasedSince({ chronicle }: Scene, email: string, word: 'shut' | 'quiet' | 'erased'): readonly Span[] {
  const spans: Span[] = [];
  let from: number | null = null;
  for (const { at, is } of chronicle.erasures.filter((one) => one.email === email)) {
    if (is === word) from ??= at;
    if (is !== 'allowed' || from === null) continue;
    spans.push({ from, to: at });
    from = null;
  }
  return from === null ? spans : [...spans, { from, to: Number.POSITIVE_INFINITY }];
}

/** (7) Nothing begins to leave for somebody whose work was ended, and once they are erased nothing of ours in Brevo names them. */
export function wrongsAboutErased({ scene, sends }: Truth): readonly string[] {
  const isIn = (spans: readonly Span[], at: number): boolean => spans.some(({ from, to }) => at > from && at < to);
  const mailed = sends.filter(({ email, begunAt }) => isIn(erasedSince(scene, email, 'quiet'), begunAt));
  const named = scene.chronicle.writes.flatMap((write) => {
    const text = `${decodeURIComponent(write.path)} ${JSON.stringify(write.body)}`;
    const isDeletion = write.method === 'DELETE';
    return [...scene.customers.keys()].flatMap((email) =>
      !isDeletion && text.includes(email) && isIn(erasedSince(scene, email, 'erased'), write.at)
        ? [`(7) ${email} was erased, and is written to Brevo in ${write.by.step}: ${write.method} ${write.path}`]
        : [],
    );
  });
  return [
    ...mailed.map(({ email, campaign }) => `(7) ${email} is being erased, and ${campaign} begins to leave`),
    ...named,
  ];
}

/** (7) Nothing of them is here, and nothing that we have written is in Brevo, unless they were allowed to come back. */
export async function leftOfErased({ scene }: Truth): Promise<readonly string[]> {
  const { account, lane, sandbox, erasing } = scene;
  const found: string[] = [...erasing.keys()].map((email) => `(5) erasing ${email} does not end`);
  for (const email of scene.customers.keys()) {
    const [last] = erasedSince(scene, email, 'erased').slice(-1);
    if (last?.to !== Number.POSITIVE_INFINITY || erasing.has(email)) continue;
    const { tables } = await lane.stores[1].privacy.export(account, email);
    for (const table of Object.keys(tables)) found.push(`(7) ${email} was erased, and ${table} knows them`);
    const attributes = Object.keys(sandbox.brevo.state.contact(email)?.attributes ?? {});
    if (attributes.includes('GORGIAS_ID')) found.push(`(7) ${email} was erased, and Brevo has what we know of them`);
  }
  return found;
}
