import { eventually } from '../faults/stage';
import { configWith } from './examples-config';
import { type House, WEBHOOK_SECRETS } from './examples-house';
import { configFile, typed } from './examples-shell';
import { endedTicket } from './sdk-program';

/** The policy that the connector runs with: the second campaign goes at once, the first after its delay. */
export async function campaigns(house: House): Promise<void> {
  await configFile(house, configWith('5 yaml 1'));
  const { world, brevo } = house.sandbox;
  const unhappy = endedTicket(world, { email: 'unhappy@customer.example.com', score: 1 });
  const happy = endedTicket(world, { email: 'happy@customer.example.com', score: 5 });
  for (const ticketId of [unhappy, happy]) await tell(house, ticketId);

  const mails = () => brevo.state.snapshot().mails;
  await eventually(() => mails().length > 0);
  expect(mails()).toMatchObject([{ templateId: 12, tags: ['win-back'], params: { ticket_id: unhappy } }]);
  await eventually(async () => (await typed(house, `tajo why ${String(happy)}`)).includes('Waits until'));
  const told = brevo.state.snapshot().events.filter(({ properties }) => properties['ticket_id'] === happy);
  expect(told.map(({ name }) => name)).toContain('CSAT_SUBMITTED');
  expect(told.map(({ name }) => name)).not.toContain('POST_SUPPORT_UPSELL');
}

/** A webhook as Gorgias sends it. */
async function tell({ api }: House, ticketId: number): Promise<void> {
  const headers = { 'X-Webhook-Secret': WEBHOOK_SECRETS[0], 'Content-Type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify({ ticket_id: ticketId }) };
  await eventually(async () => (await fetch(`${api}/webhooks/gorgias`, request)).ok);
}
