import { setTimeout as sleep } from 'node:timers/promises';
import { TajoClient } from '../../packages/sdk/index';

/** A program that listens to everything under a name and prints what it has dealt with, one JSON line each. It is there to be killed. */
const [url, apiKey, subscriber] = process.argv.slice(2);
const tajo = new TajoClient({ url, apiKey, subscriber });
const types = [
  'ticket.created',
  'ticket.resolved',
  'ticket.reopened',
  'ticket.closed',
  'satisfaction_survey.created',
  'satisfaction_survey.responded',
] as const;
const subscriptions = types.map((type) =>
  tajo.connectors.on('gorgias', type, async ({ id, ticket_id: ticketId }) => {
    // Killed here, it has not dealt with it; killed after the line and before the acknowledgement, it gets it again.
    await sleep(Math.random() * 20);
    process.stdout.write(`${JSON.stringify({ id, ticketId, type })}\n`);
    await sleep(Math.random() * 20);
  }),
);
void Promise.all(subscriptions.map((one) => one.ready())).then(() => process.stdout.write('"ready"\n'));
