import { setTimeout as sleep } from 'node:timers/promises';
import type { WorldChange } from '../../../packages/sandbox/world/changes/schema';
import { BREVO_KEY, GORGIAS } from '../../support/connector';
import { count, type Switch } from './chronicle';
import { type Answer, type Deed, DOORS, EFFECTS, SECOND } from './commands';
import { isOfPerson, personDoes } from './people';
import { changeWhose, isOfWhose, meet, nameOnTicket, personOf } from './whose';
import type { Scene } from './scene';
import { saidOf } from './truth';
import { timestampOf } from '../../../src/domain/timestamp';

const MOST_TICKETS = 3;
/** A departure of a worker that died is over by then. */
const DEPARTED_MS = 31 * SECOND;

/** Something happens. @param inside In the middle of somebody's step. */
export async function happen(scene: Scene, deed: Deed, inside = false): Promise<void> {
  if (deed.do !== 'pass') scene.log(JSON.stringify(deed));
  if (isOfPerson(deed)) return personDoes(scene, deed);
  if (isOfWhose(deed)) return signalIf(scene, changeWhose(scene, deed), 'told' in deed && deed.told);
  switch (deed.do) {
    case 'open':
      return openTicket(scene, deed);
    case 'close':
      return closeTicket(scene, deed);
    case 'rate': {
      const ticketId = ticketOf(scene, deed.ticket);
      const surveyId = ticketId === undefined ? null : (scene.sandbox.world.tickets.get(ticketId)?.surveyId ?? null);
      if (ticketId === undefined || surveyId === null) return;
      change(scene, { do: 'scoreSurvey', ticketId, score: deed.score });
      return signalIf(scene, ticketId, deed.told);
    }
    case 'reopen': {
      const ticketId = ticketOf(scene, deed.ticket);
      if (ticketId === undefined || scene.sandbox.world.tickets.get(ticketId)?.status !== 'closed') return;
      change(scene, { do: 'reopenTicket', ticketId });
      return signalIf(scene, ticketId, deed.told);
    }
    case 'ask':
      return ask(scene, deed);
    case 'pass':
      return pass(scene, deed.ms, inside);
    case 'lose':
      scene.driver.lose();
      return;
    case 'fault':
    case 'break':
    case 'mend': {
      spoil(scene, deed);
      return;
    }
    default:
      return turn(scene, deed.do);
  }
}

/** Whichever is named, one that is there. */
function ticketOf({ tickets }: Scene, named: number): number | undefined {
  return tickets[named % Math.max(1, tickets.length)];
}

function change(scene: Scene, what: WorldChange): number {
  return scene.sandbox.world.change(what);
}

async function openTicket(scene: Scene, { person, told }: Extract<Deed, { do: 'open' }>): Promise<void> {
  if (scene.tickets.length >= MOST_TICKETS) return;
  const { email, customerId } = personOf(scene, person);
  const ticketId =
    customerId === null
      ? change(scene, { do: 'openTicketByNewcomer', email, name: 'Jane' })
      : change(scene, { do: 'openTicket', customerId });
  const opener = scene.sandbox.world.tickets.get(ticketId)?.customerId ?? 0;
  meet(scene, person, { email, customerId: opener });
  scene.tickets.push(ticketId);
  scene.chronicle.emails.set(ticketId, email);
  scene.chronicle.openers.set(ticketId, opener);
  await signalIf(scene, ticketId, told);
}

async function closeTicket(scene: Scene, { ticket, answer, told }: Extract<Deed, { do: 'close' }>): Promise<void> {
  const ticketId = ticketOf(scene, ticket);
  if (ticketId === undefined || scene.sandbox.world.tickets.get(ticketId)?.status === 'closed') return;
  change(scene, { do: 'closeTicket', ticketId, surveyDelayMs: 0, survey: answer === 'skipped' ? 'skip' : 'create' });
  answerSurvey(scene, ticketId, answer);
  await signalIf(scene, ticketId, told);
}

function answerSurvey(scene: Scene, ticketId: number, answer: Answer): void {
  const { tickets, surveys } = scene.sandbox.world;
  const survey = surveys.get(tickets.get(ticketId)?.surveyId ?? 0);
  if (answer === 'skipped' || survey === undefined) return;
  // There is one survey for a ticket, however often it is closed.
  if (survey.sentUs === null) change(scene, { do: 'sendSurvey', ticketId });
  if (answer !== 'none') change(scene, { do: 'scoreSurvey', ticketId, score: answer });
}

/** As the webhook door does it. */
async function signalIf(scene: Scene, ticketId: number | null, withWebhook: boolean): Promise<void> {
  const { account, lane, driver } = scene;
  if (ticketId === null) return;
  const row = withWebhook ? await lane.stores[1].accounts.find(account) : null;
  if (row === null || (await lane.stores[1].privacy.isTicketErased(account, ticketId))) return;
  if (row.enabled) driver.signalTicket(ticketId, { source: 'webhook', trigger: 'ticket-updated' });
  else await lane.stores[1].tickets.requestRefresh(account, [ticketId]);
}

/** As `POST /v1/connectors/gorgias/campaigns/trigger` does it. */
async function ask(scene: Scene, { campaign, ticket, person }: Extract<Deed, { do: 'ask' }>): Promise<void> {
  const { account, lane, chronicle, driver } = scene;
  const store = lane.stores[1];
  const ticketId = ticket === null ? null : (ticketOf(scene, ticket) ?? null);
  const email = ticketId === null ? scene.mailOf(person) : nameOnTicket(scene, ticketId, person);
  if (ticket !== null && ticketId === null) return;
  if ((await store.accounts.find(account)) === null) return;
  // Refused, as the API does it.
  if ((await store.privacy.erasedOf(account, [email])).size > 0) return;
  const at = lane.now();
  const id = ticketId === null ? `call-${String(chronicle.asks.length)}` : `ticket-${String(ticketId)}-${campaign}`;
  const before = await store.campaignRequests.find(account, id);
  const askedAt = timestampOf(at);
  await store.campaignRequests.ask(account, { id, name: campaign, ticketId, emailKey: email, params: {}, askedAt });
  const isAnew = before === null || !['asked', 'held', 'sent'].includes(before.status);
  if (isAnew) chronicle.asks.push({ at, id, campaign, ticketId, email });
  const asked = await store.campaignRequests.find(account, id);
  if (asked?.status === 'asked') driver.signalCampaign(id);
}

async function pass(scene: Scene, ms: number, inside: boolean): Promise<void> {
  // What is on the wire is so for seconds, and no longer.
  const passed = inside && scene.worker(0).lifetime.attempting !== null ? Math.min(ms, 5 * SECOND) : ms;
  scene.log(`${String(passed / SECOND)} s pass`);
  if (inside) scene.chronicle.stalls.push(scene.lane.now());
  await scene.lane.pass(passed);
}

function spoil(scene: Scene, deed: Extract<Deed, { do: 'fault' | 'break' | 'mend' }>): void {
  const { brevo, gorgias } = scene.sandbox;
  if (deed.do === 'fault') {
    const { vendor, method, path } = DOORS[deed.at];
    scene.sandbox[vendor].faults.add({
      ...{ ...EFFECTS[deed.effect], times: deed.times },
      match: (request) =>
        (method === '' ? request.method !== 'GET' : request.method === method) &&
        path.test(request.path) &&
        (deed.at !== 'campaigns' || saidOf(request) !== null),
    });
    return;
  }
  const isMending = deed.do === 'mend';
  const is = (what: string): boolean => deed.do === 'break' && deed.what === what;
  if (isMending || is('credits')) brevo.switches.hasCredits = isMending;
  if (isMending || is('mail')) brevo.switches.smtpActivated = isMending;
  if (isMending || is('brevo key')) brevo.setApiKey(isMending ? BREVO_KEY : 'xkeysib-another-key');
  if (isMending || is('gorgias key'))
    gorgias.setCredentials(isMending ? GORGIAS : { ...GORGIAS, apiKey: 'another-key' });
  if (!isMending) return;
  brevo.faults.clear();
  gorgias.faults.clear();
}

/** As `src/control/connector-control.ts` and the start of a worker do it. */
async function turn(scene: Scene, to: 'pause' | 'resume' | 'off' | 'on' | 'uninstall' | 'install'): Promise<void> {
  const { account, lane, driver } = scene;
  const [, store] = lane.stores;
  const row = await store.accounts.find(account);
  if (to === 'install') return install(scene, row !== null);
  if (row === null) return;
  switch (to) {
    case 'pause':
      note(scene, 'pausing');
      await store.accounts.setState(account, 'paused', { reason: null });
      await untilDeparted(scene);
      {
        note(scene, 'paused');
        return;
      }
    case 'resume':
      note(scene, 'resumed');
      if (row.state === 'paused') await store.accounts.setState(account, 'connected', { reason: null });
      await store.admission.probeNow(account);
      return wakeRequests(scene);
    case 'off':
      await store.accounts.setEnabled(account, false);
      note(scene, 'off');
      {
        scene.restart(false);
        return;
      }
    case 'on':
      note(scene, 'on');
      await store.accounts.setEnabled(account, true);
      await store.admission.probeNow(account);
      {
        scene.restart(true);
        return;
      }
    case 'uninstall':
      await store.accounts.uninstall(account);
      note(scene, 'uninstalled');
      {
        driver.lose();
        return;
      }
  }
}

async function install(scene: Scene, isThere: boolean): Promise<void> {
  const { account, lane, config } = scene;
  const [, store] = lane.stores;
  if (isThere) return;
  note(scene, 'installed');
  const keys = { email: GORGIAS.email, gorgiasApiKey: GORGIAS.apiKey, brevoApiKey: BREVO_KEY };
  await store.accounts.save({ account, domain: `${account}.gorgias.com`, ...keys });
  await store.accounts.setEnabled(account, true);
  await store.accounts.registerEvents(account, Object.keys(config.eventMapping));
  await store.admission.probeNow(account);
  scene.restart(true);
  note(scene, 'on');
  // What has happened by now may be from before it, on the database's clock.
  note(scene, 'watching');
  await wakeRequests(scene);
}

async function wakeRequests({ account, lane, driver }: Scene): Promise<void> {
  for (const id of await lane.stores[1].campaignRequests.unsettled(account, 100)) driver.signalCampaign(id);
}

function note({ chronicle, nextTime }: Scene, to: Switch): void {
  chronicle.switches.push({ at: nextTime(), to });
  count(chronicle, to);
}

async function untilDeparted(scene: Scene): Promise<void> {
  const { account, lane } = scene;
  while ((await lane.stores[1].admission.underWay(account)) > 0) {
    // What a dead worker has left behind is over after a while; who is alive gives back by himself.
    if (scene.isBusy) await sleep(2);
    else await lane.pass(DEPARTED_MS);
  }
}
