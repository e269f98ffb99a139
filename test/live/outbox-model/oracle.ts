import { otherwise, rankOf, worseThan } from './answers';
import { type CampaignName, SECOND } from './commands';
import { emailOf, lifeOf, toldInEarlierLives, wasErased, wrongsAboutErased } from './erased-truth';
import { belongsTo, formerAddresses, isForAnother, isSamePerson, sharedSpans } from './identity';
import { againstConsent, whileStopped } from './other-writes';
import { lasts, overlaps, within, type Span } from './spans';
import {
  blocklistedOf,
  CAMPAIGN_LIST,
  categoryOf,
  lastTimeOf,
  leftOf,
  KNOWN_AFTER,
  ON_THE_WAY,
  type Send,
  type TicketTruth,
  type Truth,
} from './truth';

/** The machine's own time between an act and its note. */
const NOTED_WITHIN = 500;
/** Everything that was done and must not be: rules (1), (2) and (4) of the model, by the vendors' own records. */
export function wrongsOf(truth: Truth): readonly string[] {
  const { chronicle } = truth.scene;
  return [
    ...chronicle.wrongs,
    ...truth.sends.flatMap((send) => wrongsOfSend(truth, send)),
    ...moreThanOnce(truth),
    ...whileStopped(truth),
    ...againstConsent(truth),
    ...wrongsAboutErased(truth),
  ];
}

function wrongsOfSend(truth: Truth, send: Send): readonly string[] {
  const { at, begunAt, write } = send;
  const since = begunAt - KNOWN_AFTER - NOTED_WITHIN;
  const said = [
    ...noes(truth, send).flatMap(({ rule, spans }) => (lasts(spans, since, at) ? [rule] : [])),
    ...lateOrEarly(truth, send, since),
    ...(overlaps(belongsTo(truth.identity, send), since, at) ? [] : ['the ticket is of nobody with that address']),
    ...(isForAnother(truth.identity, send.email, send.ask) ? [`it was made for ${send.ask?.email ?? ''}`] : []),
    ...(at - begunAt > ON_THE_WAY ? [`it left ${String((at - begunAt) / SECOND)} s after it was let pass`] : []),
    ...(overlaps(truth.gone, write.enteredAt, write.enteredAt + 1) ? ['the account is uninstalled'] : []),
  ];
  const what = `${send.campaign} to ${send.email} for ${send.key} at ${new Date(at).toISOString()}`;
  return said.map((rule) => `(1) ${what}, although ${rule}`);
}

/** What the person and the tickets say. */
function noes(
  truth: Truth,
  { email, campaign, ticket, ask, key }: Send,
): readonly { readonly rule: string; readonly spans: readonly Span[] }[] {
  const { scene, tickets, identity } = truth;
  const lists = [35, 36, 37, ...(campaign === 'newsletter' ? [CAMPAIGN_LIST] : [])];
  const others = tickets.filter((one) => one.id !== ticket?.id);
  return [
    { rule: 'blocklisted', spans: blocklistedOf(scene, email) },
    ...(campaign === 'newsletter'
      ? [{ rule: 'they are on the list', spans: membershipsOf(truth, { email, key }) }]
      : []),
    { rule: 'blocklisted under the address before', spans: formerNoes(truth, email) },
    ...lists.map((list) => ({
      rule: `the person has left the list ${String(list)}`,
      spans: leftOf(scene, email, list),
    })),
    ...(ticket === null ? [] : [{ rule: 'the ticket is open', spans: ticket.open }]),
    ...(ticket === null || ask !== null
      ? []
      : [{ rule: 'they have answered otherwise', spans: otherwise(ticket, campaign) }]),
    ...others.map((other) => {
      const newerThan = ticket?.createdAt ?? ask?.at ?? 0;
      return {
        rule: `the newer ticket ${String(other.id)} ended worse`,
        spans: within(
          worseThan(truth, other, { newerThan, rank: rankOf({ campaign, ticket, ask }) }),
          sharedSpans(identity, { email, ticket }, other.id),
        ),
      };
    }),
  ];
}

/** Since a campaign has put them there, until they left or their contact was deleted. */
function membershipsOf({ scene, sends }: Truth, { email, key }: Pick<Send, 'email' | 'key'>): readonly Span[] {
  const { mails, lists } = scene.chronicle;
  const ends = [
    ...lists.filter((one) => one.email === email && one.left === CAMPAIGN_LIST),
    ...mails.filter((one) => one.email === email && one.said !== 'blocklisted'),
  ].map(({ at }) => at);
  const joins = sends.filter(
    (one) => one.campaign === 'newsletter' && one.email === email && one.key !== key && one.isDone,
  );
  return joins.map(({ at }) => ({ from: at, to: Math.min(...ends.filter((end) => end >= at)) }));
}

/** What was said under another address, and was read there. */
function formerNoes({ scene, identity }: Truth, email: string): readonly Span[] {
  return formerAddresses(identity, email).flatMap(({ email: former, knownAt }) =>
    within(
      blocklistedOf(scene, former).filter(({ isRead }) => isRead),
      [{ from: knownAt, to: Infinity }],
    ),
  );
}

/** Hold, delay, expiry, cap, and what is nobody's case. The outcome is known to the connector from `earliest` on, from `latest` at the latest. */
function lateOrEarly(truth: Truth, send: Send, since: number): readonly string[] {
  const { scene, tickets, sends, identity } = truth;
  const { delayMs, holdMs, expiresMs, cap } = scene.setting;
  const { at, ticket, ask, begunAt } = send;
  const known =
    ask === null ? knownOf(truth, send, since) : { earliest: ask.at, latest: endBefore(truth, send, ask.at) };
  if (known === null) return ['the ticket has not ended like that'];
  const [from, to] = [known.earliest + (ask === null ? delayMs : 0), known.latest + (ask === null ? delayMs : 0)];
  const others = tickets
    .filter(({ id }) => id !== ticket?.id)
    .flatMap(({ id, open }) => within(open, sharedSpans(identity, send, id)));
  const lastTime = lastTimeOf(truth, send, { to, until: to + holdMs, expiresMs });
  const before = new Set(
    sends
      .filter((one) => one.isDone && one.key !== send.key && one.at < at)
      .filter((one) => isSamePerson(identity, [one, send], begunAt))
      .filter((one) => cap !== null && one.at > at - cap.withinMs && lifeOf(scene, one) === lifeOf(scene, send))
      .map(({ key }) => key),
  );
  const installedAt = scene.chronicle.switches.findLast((one) => one.to === 'installed' && one.at <= at)?.at ?? 0;
  const closedAt = ticket?.closings.findLast((one) => one <= at) ?? null;
  return [
    ...(at < from - NOTED_WITHIN ? ['its delay is not over'] : []),
    ...(lasts(others, since, at) && at < from + holdMs - NOTED_WITHIN ? ['another ticket is open'] : []),
    ...(at > lastTime + NOTED_WITHIN ? [`it has expired ${new Date(lastTime).toISOString()}`] : []),
    ...(cap !== null && before.size >= cap.perCustomer ? [`the cap is reached by ${[...before].join(', ')}`] : []),
    ...(closedAt !== null && closedAt < installedAt - NOTED_WITHIN ? ['the ticket ended before the installation'] : []),
  ];
}

/** A program may ask before the ticket has ended: then it is late from its end on, whatever that is. */
export function endBefore({ scene }: Truth, { ticket, at }: Send, askedAt: number): number {
  const ends = (ticket?.closings ?? []).flatMap((closedAt) => [closedAt, closedAt + scene.setting.csatWaitMs]);
  const scores = (ticket?.scores ?? []).map((one) => one.at);
  return Math.max(askedAt, ...[...ends, ...scores].filter((end) => end <= at));
}

/** Since when the outcome that the campaign is for could be known, and was known; null: it never was one. */
export function knownOf(
  { scene }: Truth,
  { ticket, campaign, at }: Send,
  since: number,
): { readonly earliest: number; readonly latest: number } | null {
  if (ticket === null) return null;
  const rounds = ticket.closings.filter(
    (closedAt, turn) => closedAt <= at && (ticket.reopenings[turn] ?? Infinity) >= since,
  );
  const starts = rounds.flatMap((closedAt) =>
    endingsOf(ticket, { campaign, closedAt, waitMs: scene.setting.csatWaitMs }),
  );
  const earliest = Math.min(...starts.filter((one) => one <= at + NOTED_WITHIN));
  if (earliest === Infinity) return null;
  const published = scene.chronicle.ends.find((one) => one.ticketId === ticket.id && one.at >= earliest)?.at ?? at;
  return { earliest, latest: Math.min(published, at) };
}

function endingsOf(
  { scores }: TicketTruth,
  {
    campaign,
    closedAt,
    waitMs,
  }: { readonly campaign: CampaignName; readonly closedAt: number; readonly waitMs: number },
): readonly number[] {
  if (campaign === 'sorry') return [closedAt + waitMs];
  const fitting = scores.filter(({ at, score }) => categoryOf(score) === campaign && at <= closedAt + waitMs);
  return fitting.map((one) => Math.max(one.at, closedAt));
}

/** (2) A mail under its old key is none: Brevo itself tells, it has carried it out once. */
function moreThanOnce(truth: Truth): readonly string[] {
  const { sends, scene } = truth;
  const times = new Map<string, number>();
  for (const send of sends.filter(({ isDone }) => isDone)) {
    // What a program has asked for is gone with the person; what the policy has sent for a ticket is remembered.
    const isAnew = send.ask !== null && lifeOf(scene, send) > 0;
    const key = `${send.key}${isAnew ? ' after they were allowed to come back' : ''}`;
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  const events = new Map<string, number>();
  const there = new Set(scene.sandbox.brevo.state.contacts().map(({ id }) => id));
  for (const { properties, contactId } of scene.sandbox.brevo.state.events()) {
    if (wasErased(scene, emailOf(truth, properties))) continue;
    // Where somebody has deleted a contact nobody can look back at it, and the new one has it once.
    const isDeleted = contactId !== null && !there.has(contactId);
    const key = `${String(properties['event_key'])}${isDeleted ? ` on the contact ${String(contactId)}` : ''}`;
    events.set(key, (events.get(key) ?? 0) + 1);
  }
  return [...times, ...events].flatMap(([key, sent]) =>
    sent > 1 ? [`(2) ${key} was sent ${String(sent)} times`] : [],
  );
}

const SAID = `select key, kind, state from outbox where account = $1`;

/** (6) What the connector says of an entry's end is so. */
export async function untruthsOf(truth: Truth): Promise<readonly string[]> {
  const { scene, sends } = truth;
  const earlier = toldInEarlierLives(truth);
  const { rows } = await scene.lane.db.query<{ key: string; kind: string; state: string }>(SAID, [scene.account]);
  const published = new Set(
    scene.sandbox.brevo.state.events().map(({ properties }) => String(properties['event_key'])),
  );
  return rows.flatMap(({ key, kind, state }) => {
    const own = sends.filter((send) => send.key === key);
    const isTaken = kind === 'timeline' ? published.has(key) : own.some((send) => send.isTaken);
    const isDone = kind === 'timeline' ? published.has(key) : own.some((send) => send.isDone);
    if (state === 'sent' && !isTaken) return [`(6) ${key} is said to be sent, and is not`];
    return (state === 'refused' || state === 'given_up') && isDone && !earlier.has(key)
      ? [`(6) ${key} is said to be ${state}, and is sent`]
      : [];
  });
}
