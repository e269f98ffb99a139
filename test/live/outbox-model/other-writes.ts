import { lasts, type Span } from './spans';
import { blocklistedOf, KNOWN_AFTER, leftOf, ON_THE_WAY, type Truth } from './truth';

/** (4) From the moment at which `pause` returned nothing that writes is carried out; off or gone, nothing at all. */
export function whileStopped({ scene, paused, off, gone }: Truth): readonly string[] {
  const { chronicle, sandbox } = scene;
  const within = (spans: readonly Span[], at: number): boolean => spans.some((span) => at > span.from && at < span.to);
  const asked = [...sandbox.brevo.journal.requests(), ...sandbox.gorgias.journal.requests()];
  const stopped = [...off, ...gone];
  const reads = asked.filter(({ at }) => within(stopped, at)).map(({ method, path }) => `${method} ${path}`);
  const writes = chronicle.writes
    .filter(({ throughAt }) => within(paused, throughAt))
    .map(({ method, path }) => `${method} ${path}`);
  // Each time, one may have passed the gate just before.
  const passed = stopped.length * 2;
  return [
    ...(writes.length > 0 ? [`(4) while it was paused: ${writes.join(', ')}`] : []),
    ...(reads.length > passed ? [`(4) while it was off: ${reads.join(', ')}`] : []),
  ];
}

/** (1) Nobody is put back on a list that they have left, or on any when they took all mail off, and nobody's consent is rewritten. */
export function againstConsent({ scene }: Truth): readonly string[] {
  return scene.chronicle.writes.flatMap(({ at, path, body, by, isStalled }) => {
    if (!path.startsWith('/v3/contacts') || isStalled) return [];
    const wanted = (body ?? {}) as { email?: string; listIds?: readonly number[]; emailBlacklisted?: boolean };
    const email = wanted.email ?? decodeURIComponent(path.slice('/v3/contacts/'.length));
    const lists = wanted.listIds ?? [];
    const since = at - KNOWN_AFTER - ON_THE_WAY;
    const left = lists.filter((list) => lasts(leftOf(scene, email, list), since, at));
    const isNo = lists.length > 0 && lasts(blocklistedOf(scene, email), since, at);
    return [
      ...left.map((list) => `(1) ${email} is put on list ${String(list)} in ${by.step}, which they have left`),
      ...(isNo ? [`(1) ${email} is put on lists in ${by.step}, although blocklisted`] : []),
      ...(wanted.emailBlacklisted === false ? [`(1) ${email} is taken off the blocklist`] : []),
    ];
  });
}
