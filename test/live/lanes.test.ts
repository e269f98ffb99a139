import { eventually } from '../support/eventually';
import { ACCOUNT } from '../support/connector';
import { CAMPAIGNS, type LiveHarness, openLiveHarness } from './harness';

const RATE = { perSecond: 5, burst: 10 };
/** Details of so many customers are read one by one: about a minute at this rate. */
const ACTIVE = 250;
const LIVE_TICKETS = 12;

let harness: LiveHarness;
let end = (): Promise<void> => Promise.resolve();
beforeAll(async () => {
  harness = await openLiveHarness({
    world: { customers: 300, tickets: 300, surveys: 30, active: { customers: ACTIVE, messages: 200 } },
    gorgias: { rate: { capacity: RATE.burst, perSecond: RATE.perSecond } },
    brevo: { limits: 'on' },
    edit: narrow,
  });
  end = () => harness.end();
});
afterAll(() => end());

test('while a full sync runs at a few requests a second, tickets with webhooks reach Brevo before it ends, and no 429 is met', async () => {
  const { sandbox, connector } = harness;
  await connector.control.startSync({ account: ACCOUNT });
  await eventually(async () => (await connector.control.progress(ACCOUNT))?.state === 'running');
  const opened = new Map<number, number>();
  for (let n = 0; n < LIVE_TICKETS; n += 1) {
    const at = Date.now();
    opened.set(await opens(`live-${String(n)}`), at);
    await eventually(() => Date.now() >= at + 500);
  }
  await eventually(() =>
    [...opened.keys()].every((ticketId) => harness.timeline(ticketId).includes('SUPPORT_TICKET_OPENED')),
  );
  expect(await connector.control.progress(ACCOUNT)).toMatchObject({ state: 'running' });
  expect(sandbox.gorgias.journal.count({ status: 429 }) + sandbox.brevo.journal.count({ status: 429 })).toBe(0);
});

test('when the connector is paused nothing is sent, and when it is resumed everything is told, the due campaign too', async () => {
  const { connector } = harness;
  const [rated, quiet] = [await opens('rated'), await opens('quiet')];
  await eventually(() => harness.timeline(rated).length + harness.timeline(quiet).length === 2);
  await harness.happen({ do: 'closeTicket', ticketId: rated });
  await harness.happen({ do: 'sendSurvey', ticketId: rated }, { ticketId: rated });
  await harness.happen({ do: 'scoreSurvey', ticketId: rated, score: 5 }, { ticketId: rated });
  await eventually(async () => (await connector.store.decisions.ofTicket(ACCOUNT, rated))[0]?.kind === 'wait');
  await connector.control.pause(ACCOUNT);
  const before = harness.sandbox.brevo.state.events().length;
  await harness.happen({ do: 'closeTicket', ticketId: quiet, survey: 'exclude' });
  const silent = await opens('silent');
  for (const ticketId of [rated, quiet, silent]) {
    await eventually(async () => (await harness.view(ticketId))?.sentence === 'the connector is paused');
  }
  expect(harness.sandbox.brevo.state.events().length).toBe(before);

  await connector.control.resume(ACCOUNT);
  await harness.sync();
  await eventually(() => harness.timeline(rated).includes('UPSELL') && harness.timeline(silent).length > 0);
  await eventually(() => harness.timeline(quiet).length === 2);
  expect([rated, quiet, silent].map((ticketId) => harness.timeline(ticketId))).toEqual([
    ['SUPPORT_TICKET_OPENED', 'SUPPORT_TICKET_RESOLVED', 'CSAT_SURVEY_SENT', 'CSAT_SUBMITTED', 'UPSELL'],
    ['SUPPORT_TICKET_OPENED', 'SUPPORT_TICKET_RESOLVED'],
    ['SUPPORT_TICKET_OPENED'],
  ]);
});

function opens(name: string): Promise<number> {
  const email = `${name}@customer.example.com`;
  return harness.happen({ do: 'openTicketByNewcomer', email, name: 'Ann Example', channel: 'chat' });
}

function narrow(yaml: string): string {
  return yaml
    .replace(/campaigns: \{\}/, CAMPAIGNS.replace('delay: 4s', 'delay: 8s'))
    .replace(/per_second: \d+/, `per_second: ${String(RATE.perSecond)}`)
    .replace(/burst: \d+/, `burst: ${String(RATE.burst)}`)
    .replace(/reserve: \d+/, 'reserve: 2');
}
