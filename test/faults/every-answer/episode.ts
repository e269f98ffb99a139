import type { Episode, Oddity, Story } from './answers';
import { Clockwork } from './clockwork';
import { crowdCame } from './crowd';
import { isListed, unsent } from './listed';
import type { Shop } from './shop';
import { spoil, type Spoilt } from './spoil';
import { happens, type Mover, moverOf, wrongWithMover } from './movers';
import { isSilent } from './moves';
import { isBelieved, scoreOf, type Visitor, wrongContacts, wrongWith } from './truth';

const MINUTE = 60_000;
/** What is one record's own is set aside within a minute or two (`judge.ts`); what runs for longer is stuck. */
const PATIENCE_MS = 18 * MINUTE;
const STUCK_MS = 14 * MINUTE;
/** What was set aside is tried again within an hour. */
const MENDING_MS = 70 * MINUTE;
const MENDING_STEPS = 7;

const CAMPAIGNS: readonly string[] = ['UPSELL', 'win-back', 'newsletter'];

export interface Told {
  /** What must not be, in a sentence each; empty: everything is as promised. */
  readonly wrong: readonly string[];
  /** What exactly was odd, by the endpoint. */
  readonly given: readonly string[];
  /** The odd answers that have met a request. */
  readonly met: readonly Oddity[];
  /** What has happened to people, in a word each. */
  readonly moved: readonly string[];
}

/** By account: which answers a lane meets must not hang on how fast the others are. */
const visits = new Map<string, number>();

/** Plays an episode in a shop and says what is not as promised. The shop is well again afterwards, unless something was wrong. */
export async function playEpisode(shop: Shop, episode: Episode): Promise<Told> {
  const clockwork = new Clockwork(shop, episode.isBusy);
  const spoilt: (Spoilt & { readonly oddity: Oddity })[] = [];
  const report = (wrong: readonly string[]): Told => ({
    wrong,
    given: spoilt.flatMap(({ oddity: { at }, given }) => (given[0] === undefined ? [] : [`${at}: ${given[0]}`])),
    met: spoilt.flatMap(({ oddity, given }) => (given.length > 0 ? [oddity] : [])),
    moved: (episode.moves ?? []).map(({ move }) => move.kind),
  });
  // Nothing of the episode before is read again.
  await shop.lane.pass(11 * MINUTE);
  const [beside, ...odd] = [episode.beside, ...episode.odd.map(({ story }) => story)].map((story, index) =>
    visit(shop, story, index === 0 ? 'beside' : `odd ${String(index)}`),
  ) as [Visitor, ...Visitor[]];
  const movers = (episode.moves ?? []).map((moved, index) =>
    moverOf(shop, visit(shop, moved.story, `moved ${String(index)}`), moved, episode.outages.length === 0),
  );
  const move = (when: 'at once' | 'later'): void => {
    for (const mover of movers) if (mover.moved.when === when) happens(shop, mover);
  };
  move('at once');
  if (episode.isCrowded === true) crowdCame(shop);
  episode.odd.forEach(({ oddity }, index) => {
    spoilt.push({ ...spoil(shop, oddity, odd[index] ?? null), oddity });
  });
  for (const outage of episode.outages) spoilt.push({ ...spoil(shop, outage, null), oddity: outage });
  const visitors = [...odd, beside];
  const isOutage = episode.outages.length > 0;
  try {
    for (const { ticketId } of [...visitors, ...movers]) clockwork.signal(ticketId);
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
      const unsaid = await unsaidOf(
        shop,
        clockwork,
        odd.map((visitor, index) => ({ visitor, given: spoilt[index]?.given ?? [] })),
      );
      if (unsaid.length > 0) return report([`nobody is told of what could not be done: ${unsaid.join(', ')}`]);
    }
    move('later');
    if (movers.some(({ moved }) => moved.when === 'later' && moved.move.kind === 'odd record')) {
      clockwork.sync();
      await clockwork.play(PATIENCE_MS);
    }
    shop.sandbox.gorgias.faults.clear();
    shop.sandbox.brevo.faults.clear();
    shop.sandbox.gorgias.odd.clear();
    return report(await mend(shop, clockwork, { visitors, movers }));
  } catch (thrown) {
    return report([thrown instanceof Error ? `${thrown.message}\n${causeOf(thrown)}` : String(thrown)]);
  } finally {
    shop.sandbox.gorgias.faults.clear();
    shop.sandbox.brevo.faults.clear();
    shop.sandbox.gorgias.odd.clear();
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

/** What could not be done for somebody of whom no list says so. What the next attempts do needs no word. */
async function unsaidOf(
  shop: Shop,
  clockwork: Clockwork,
  odd: readonly { readonly visitor: Visitor; readonly given: readonly string[] }[],
): Promise<readonly string[]> {
  const look = async (): Promise<readonly string[]> => {
    const silent: string[] = [];
    for (const { visitor, given } of odd) {
      const wrong = wrongWith(shop, visitor).filter((what) => !isBelieved(what, given));
      if (wrong.length > 0 && !(await isListed(shop, visitor)))
        silent.push(...wrong.map((what) => `${visitor.name}: ${what}`));
    }
    return silent;
  };
  let silent = await look();
  // A ticket that waits for its next attempt is asleep, and no run of the clockwork's.
  for (const end = shop.lane.now() + PATIENCE_MS; silent.length > 0 && shop.lane.now() < end; silent = await look()) {
    clockwork.sync();
    await clockwork.play(PATIENCE_MS);
    await shop.lane.pass(MINUTE);
  }
  return silent;
}

/** The vendors are well again: everything comes right by itself, or by what a person is told to do. */
async function mend(
  shop: Shop,
  clockwork: Clockwork,
  { visitors, movers }: { readonly visitors: readonly Visitor[]; readonly movers: readonly Mover[] },
): Promise<readonly string[]> {
  const odd = [...visitors.slice(0, -1), ...movers].map(({ email }) => email);
  // An outage is everybody's: a campaign that Brevo has refused in its own words is listed, and not sent again.
  const mayBeUnsent = (listed: ReadonlySet<string>, { email, ticketId }: Visitor, name: string): boolean =>
    odd.includes(email)
      ? listed.has(`${email} ${name}`) || (CAMPAIGNS.includes(name) && listed.has(`skipped ${String(ticketId)}`))
      : listed.has(`campaign ${email} ${name}`);
  let wrong: readonly string[] = [];
  const look = async (): Promise<boolean> => {
    const listed = await unsent(shop);
    wrong = visitors.flatMap((one) =>
      wrongWith(shop, one, (name) => mayBeUnsent(listed, one, name)).map(
        (what) => `well again, ${one.name} (${one.story}) is not: ${what}`,
      ),
    );
    for (const one of movers) {
      const { move, when } = one.moved;
      const said = wrongWithMover(shop, one, (name) => mayBeUnsent(listed, one, name));
      wrong = [
        ...wrong,
        ...said.map((what) => `well again, ${one.name} (${one.story}, ${when} ${move.kind}): ${what}`),
      ];
    }
    return wrong.length === 0 && clockwork.unfinished().length === 0;
  };
  const byItself = async (): Promise<boolean> => {
    for (let step = 0; step < MENDING_STEPS; step += 1) {
      clockwork.sync();
      await clockwork.play(MENDING_MS / MENDING_STEPS);
      if (await look()) return true;
      await shop.lane.pass(MENDING_MS / MENDING_STEPS);
    }
    return false;
  };
  const byFullSync = async (): Promise<void> => {
    for (const { cause } of await shop.store.quarantine.causes(shop.account))
      await shop.store.quarantine.retry(shop.account, cause, { dryRun: false });
    clockwork.fullSync();
    await clockwork.play(PATIENCE_MS);
    clockwork.sync();
    await clockwork.play(PATIENCE_MS);
  };
  // Before it nobody could know.
  if (movers.some(({ moved }) => isSilent(moved.move))) await byFullSync();
  if (await byItself()) return [];
  await byFullSync();
  const isWell = await look();
  const stuck = clockwork.unfinished().map(({ name, where }) => `well again, ${name} is stuck: ${where}`);
  return isWell ? wrongContacts(shop, odd) : [...stuck, ...wrong];
}
