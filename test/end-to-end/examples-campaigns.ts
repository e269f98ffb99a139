import { eventually } from '../support/eventually';
import { configWith } from './examples-config';
import { type ExamplesHarness, WEBHOOK_SECRETS } from './examples-harness';
import { configFile, typed } from './examples-shell';
import { endedTicket } from './sdk-program';

/** The policy that the connector runs with: the second campaign goes at once, the first after its delay. */
export async function campaigns(harness: ExamplesHarness): Promise<void> {
  await configFile(harness, configWith('5 yaml 1'));
  const { world, brevo } = harness.sandbox;
  const unhappy = endedTicket(world, { email: 'unhappy@customer.example.com', score: 1 });
  const happy = endedTicket(world, { email: 'happy@customer.example.com', score: 5 });
  for (const ticketId of [unhappy, happy]) await sendWebhook(harness, ticketId);

  const mails = () => brevo.state.snapshot().mails;
  await eventually(() => mails().length > 0);
  expect(mails()).toMatchObject([{ templateId: 12, tags: ['win-back'], params: { ticket_id: unhappy } }]);
  await eventually(async () => (await typed(harness, `tajo why ${String(happy)}`)).includes('Waits until'));
  const published = brevo.state.snapshot().events.filter(({ properties }) => properties['ticket_id'] === happy);
  expect(published.map(({ name }) => name)).toContain('CSAT_SUBMITTED');
  expect(published.map(({ name }) => name)).not.toContain('POST_SUPPORT_UPSELL');
}

/** A webhook as Gorgias sends it. */
async function sendWebhook({ api }: ExamplesHarness, ticketId: number): Promise<void> {
  const headers = { 'X-Webhook-Secret': WEBHOOK_SECRETS[0], 'Content-Type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify({ ticket_id: ticketId }) };
  await eventually(async () => (await fetch(`${api}/webhooks/gorgias`, request)).ok);
}
