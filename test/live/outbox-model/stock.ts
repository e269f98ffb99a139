import { count } from './chronicle';
import type { Truth } from './truth';

/** Words of the product by which its reasons are told apart; only to see that each was met. */
const REASONS: readonly (readonly [string, RegExp])[] = [
  ['blocklisted', /blocklisted/],
  ['unsubscribed', /unsubscribed/],
  ['reopened', /reopened|is open: a campaign/],
  ['open ticket', /(ticket \d+ of the customer|another ticket).* (is open|is closed)/],
  ['worse end', /ended worse/],
  ['cap', /cap is reached/],
  ['expired', /too late for it/],
  ['before watched', /before the connector watched/],
  ['once per ticket', /at most one per ticket/],
  ['no campaign', /no campaign of the policy/],
  ['not decided', /not known yet/],
  ['delay', /^due /],
  ['paused', /paused/],
  ['off', /switched off/],
  ['no credits', /credits/],
  ['not activated', /activated/],
  ['uninstalled', /uninstalled/],
];

const SAID = `select 'decided ' || kind as what, why from decisions where account = $1
  union all select 'asked ' || status, reason from campaign_requests where account = $1
  union all select 'outbox ' || kind || ' ' || state, coalesce(reason, '') from outbox where account = $1`;

/** Counts what was met in a sequence, so that one sees that the interesting things are. */
export async function takeStock({ scene, sends }: Truth): Promise<void> {
  const { chronicle, lane, account } = scene;
  count(chronicle, 'sequences');
  for (const { campaign, isDone, status, fault, ask } of sends) {
    if (isDone) count(chronicle, `sent ${campaign}${ask === null ? '' : ' for a program'}`);
    else count(chronicle, `knocked: ${fault ?? ''} ${String(status)}`);
  }
  count(
    chronicle,
    'events told',
    scene.sandbox.brevo.state.events().length - sends.filter(({ isDone }) => isDone).length,
  );
  const { rows } = await lane.db.query<{ what: string; why: string }>(SAID, [account]);
  for (const { what, why } of rows) {
    const [reason] = REASONS.find(([, words]) => words.test(why)) ?? [];
    count(
      chronicle,
      reason === undefined || what.endsWith(' send') || what.endsWith(' sent') ? what : `${what}: ${reason}`,
    );
  }
  for (const { why } of chronicle.gates) {
    const [reason] = REASONS.find(([, words]) => words.test(why)) ?? [];
    count(chronicle, `kept back: ${reason ?? 'otherwise'}`);
  }
}
