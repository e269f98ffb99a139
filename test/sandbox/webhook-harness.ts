import { type WebhookFigures } from '../../packages/sandbox/gorgias/webhooks/sender';
import { start as startGorgias } from './gorgias-server';
import { type Json } from './http';
import { type Receiver, startReceiver } from './receiver';

const receivers: Receiver[] = [];
afterEach(() => Promise.all(receivers.splice(0).map((receiver) => receiver.close())));

/** The other end of webhooks; closed after the test. */
export async function receive(answer?: Parameters<typeof startReceiver>[0]) {
  const receiver = await startReceiver(answer);
  receivers.push(receiver);
  return receiver;
}

/** A world with one open ticket, and a way to listen. */
export async function start(webhooks: WebhookFigures = { retryDelaysMs: [5, 10, 20] }) {
  const { world, sandbox, client } = await startGorgias({ webhooks });
  const customer = [...world.customers.values()].find(({ email, name }) => email !== null && name !== null);
  const customerId = customer?.id ?? 0;
  const ticketId = world.change({ do: 'openTicket', customerId, subject: 'Lost parcel' });
  const { integrations } = sandbox;
  const listen = (url: string, http: Json = {}, ...triggers: string[]) =>
    integrations.create({
      ...{ name: 'tajo', type: 'http' },
      http: { url, triggers: Object.fromEntries(triggers.map((name) => [name, true])), ...http },
    });
  return { world, client, sandbox, integrations, listen, ticketId, customerId, customer };
}
