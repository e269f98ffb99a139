import type { Episode, Story } from './answers';
import { Clockwork } from './clockwork';
import type { Shop } from './shop';
import { spoil, type Spoilt } from './spoil';
import { scoreOf, type Visitor, wrongContacts, wrongWith } from './truth';

const MINUTE = 60_000;
/** What is one record's own is put aside within a minute or two (`judge.ts`); what runs for longer is stuck. */
const PATIENCE_MS = 18 * MINUTE;
const STUCK_MS = 14 * MINUTE;
/** What was set aside is tried again within an hour. */
const MENDING_MS = 70 * MINUTE;
const MENDING_STEPS = 7;

export interface Told {
  /** What must not be, in a sentence each; empty: everything is as promised. */
  readonly wrong: readonly string[];
  /** What exactly was odd, by the endpoint. */
  readonly given: readonly string[];
  /** How many of the odd answers have met a request. */
  readonly met: number;
}

/** By account: which answers a lane meets must not hang on how fast the others are. */
const visits = new Map<string, number>();

/** Plays an episode in a shop and says what is not as promised. The shop is well again afterwards, unless something was wrong. */
export async function playEpisode(shop: Shop, episode: Episode): Promise<Told> {
  const clockwork = new Clockwork(shop, episode.isBusy);
  const spoilt: (Spoilt & { readonly at: string })[] = [];
  const report = (wrong: readonly string[]): Told => ({
    wrong,
    given: spoilt.flatMap(({ at, given }) => (given[0] === undefined ? [] : [`${at}: ${given[0]}`])),
    met: spoilt.filter(({ given }) => given.length > 0).length,
  });
  const warned = shop.warnings.length;
  // Nothing of the episode before is read again.
  await shop.lane.pass(11 * MINUTE);
  const [beside, ...odd] = [episode.beside, ...episode.odd.map(({ story }) => story)].map((story, index) =>
    visit(shop, story, index === 0 ? 'beside' : `odd ${String(index)}`),
  ) as [Visitor, ...Visitor[]];
  episode.odd.forEach(({ oddity }, index) => {
    spoilt.push({ ...spoil(shop, oddity, odd[index] ?? null), at: oddity.at });
  });
  for (const outage of episode.outages) spoilt.push({ ...spoil(shop, outage, null), at: outage.at });
  const visitors = [...odd, beside];
  const isOutage = episode.outages.length > 0;
  try {
    for (const { ticketId } of visitors) clockwork.signal(ticketId);
    if (episode.kind === 'full sync') clockwork.fullSync();
    clockwork.sync();
    await clockwork.play(PATIENCE_MS);
    if (episode.kind === 'full sync') {
      // The runs beside a first full sync publish nobody.
      clockwork.sync();
      await clockwork.play(PATIENCE_MS);
    }
    if (!isOutage) {
      const stuck = stuckOf(clockwork, odd, episode.isBusy);
      if (stuck.length > 0) return report(stuck);
      const besides = wrongWith(shop, beside);
      if (besides.length > 0)
        return report(besides.map((what) => `beside the odd one, somebody is not served: ${what}`));
      const unserved = odd.flatMap((one) => wrongWith(shop, one).map((what) => `${one.name}: ${what}`));
      if (unserved.length > 0 && !(await isSaid(shop, warned)))
        return report([`nobody is told of what could not be done: ${unserved.join(', ')}`]);
    }
    shop.sandbox.gorgias.faults.clear();
    shop.sandbox.brevo.faults.clear();
    return report(await mend(shop, clockwork, visitors));
  } catch (thrown) {
    return report([thrown instanceof Error ? `${thrown.message}\n${causeOf(thrown)}` : String(thrown)]);
  } finally {
    shop.sandbox.gorgias.faults.clear();
    shop.sandbox.brevo.faults.clear();
  }
}

function causeOf({ cause }: Error): string {
  return cause instanceof Error ? (cause.stack ?? '') : '';
}

/** Somebody comes with a ticket, and it goes as the story says. */
function visit({ sandbox: { world }, account }: Shop, story: Story, name: string): Visitor {
  const number = (visits.get(account) ?? 0) + 1;
  visits.set(account, number);
  const email = `visitor-${String(number)}@${account}.example.com`;
  const phone = number % 3 === 0 ? `+4930${String(10_000_000 + number)}` : undefined;
  const ticketId = world.change({ do: 'openTicketByNewcomer', email, name: `Visitor ${String(number)}`, phone });
  if (story !== 'opened')
    world.change({ do: 'closeTicket', ticketId, survey: story === 'closed' ? 'none' : 'create', surveyDelayMs: 0 });
  const score = scoreOf(story);
  if (score !== null) {
    world.change({ do: 'sendSurvey', ticketId });
    world.change({ do: 'scoreSurvey', ticketId, score });
  }
  const customerId = world.tickets.get(ticketId)?.customerId ?? 0;
  return { name, story, email, ticketId, customerId };
}

/** A campaign waits for its vendor until it expires, and so does a ticket while nobody else is answered: they hold up nobody. */
function stuckOf(clockwork: Clockwork, odd: readonly Visitor[], isBusy: boolean): readonly string[] {
  const mayWait = odd.map(({ ticketId }) => `ticket ${String(ticketId)}`);
  return clockwork
    .unfinished()
    .filter(({ name, where }) => !(mayWait.includes(name) && (!isBusy || where.startsWith('settleOutcome'))))
    .filter(({ sinceMs }) => sinceMs >= STUCK_MS)
    .map(({ name, where }) => `${name} is stuck: ${where}`);
}

async function isSaid(shop: Shop, warned: number): Promise<boolean> {
  if (shop.warnings.length > warned || (await shop.store.quarantine.causes(shop.account)).length > 0) return true;
  const holds = await shop.store.db.query('select 1 from account_holds where account = $1', [shop.account]);
  return holds.length > 0;
}

/** The vendors are well again: everything comes right by itself, or by what a person is told to do. */
async function mend(shop: Shop, clockwork: Clockwork, visitors: readonly Visitor[]): Promise<readonly string[]> {
  const odd = visitors.slice(0, -1).map(({ email }) => email);
  let wrong: readonly string[] = [];
  const look = async (): Promise<boolean> => {
    const listed = await unsent(shop);
    wrong = visitors.flatMap((one) =>
      wrongWith(shop, one, (name) => odd.includes(one.email) && listed.has(`${one.email} ${name}`)).map(
        (what) => `well again, ${one.name} (${one.story}) is not: ${what}`,
      ),
    );
    return wrong.length === 0 && clockwork.unfinished().length === 0;
  };
  for (let step = 0; step < MENDING_STEPS; step += 1) {
    clockwork.sync();
    await clockwork.play(MENDING_MS / MENDING_STEPS);
    if (await look()) return [];
    await shop.lane.pass(MENDING_MS / MENDING_STEPS);
  }
  for (const { cause } of await shop.store.quarantine.causes(shop.account))
    await shop.store.quarantine.retry(shop.account, cause, { dryRun: false });
  clockwork.fullSync();
  await clockwork.play(PATIENCE_MS);
  clockwork.sync();
  await clockwork.play(PATIENCE_MS);
  const isWell = await look();
  const stuck = clockwork.unfinished().map(({ name, where }) => `well again, ${name} is stuck: ${where}`);
  return isWell ? wrongContacts(shop, odd) : [...stuck, ...wrong];
}

/** What we have said that it could not be sent, by whom and by its name. */
async function unsent(shop: Shop): Promise<ReadonlySet<string>> {
  const rows = await shop.store.db.query<{ email_key: string; name: string; send: { event?: string } | null }>(
    `select email_key, name, send from outbox where account = $1 and state in ('refused', 'unknown', 'given_up')`,
    [shop.account],
  );
  return new Set(
    rows.flatMap(({ email_key, name, send }) => [`${email_key} ${name}`, `${email_key} ${send?.event ?? name}`]),
  );
}
