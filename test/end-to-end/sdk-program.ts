import type { Sandbox } from '../../packages/sandbox/start';
import { GORGIAS } from '../support/connector';
import type { ExamplesHarness } from './examples-harness';
import { runProgram } from './packed-project';

/** The names that the program of docs/examples.md leaves to its reader. */
export const LEFT_TO_THE_READER = `
const ticketId = Number(process.env.TICKET_ID);
const [customerEmail, channel, tags, satisfaction] = ['ada@customer.example.com', 'chat', ['vip'], { score: 5 }];
`;

/** Ends the program when its own handler has dealt with the ticket: handlers of one event are called in turn. */
const UNTIL_HANDLED = `
const event = await new Promise((done) => tajo.connectors.on('gorgias', 'ticket.closed', (one) => one.ticket_id === ticketId && done(one)));
console.log(JSON.stringify({ status, event }));
process.exit(0);
`;
export const IMPORT = `import { TajoClient } from '@tajo/sdk';`;
const REQUIRE = `const { TajoClient } = require('@tajo/sdk');`;

/** Both kinds of module, each with a ticket of its own. */
export async function sdkPrograms(harness: ExamplesHarness, program: string): Promise<void> {
  const esModule = [LEFT_TO_THE_READER, program, UNTIL_HANDLED].join('\n');
  await runSdkProgram(harness, 'program.mjs', esModule);
  await runSdkProgram(harness, 'program.cjs', `${REQUIRE}\n(async () => {${esModule.replace(IMPORT, '')}})();`);
}

async function runSdkProgram({ sandbox, folder, env }: ExamplesHarness, file: string, text: string): Promise<void> {
  const email = `${file.replace('.', '-')}@customer.example.com`;
  const ticketId = endedTicket(sandbox.world, { email, score: 5 });

  const { code, stdout, stderr } = await runProgram(folder, {
    ...{ file, text },
    env: { ...env, GORGIAS_EMAIL: GORGIAS.email, TICKET_ID: String(ticketId) },
  });

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { status, event } = JSON.parse(stdout);
  expect(status).toMatchObject({ connected: true, customersCount: expect.any(Number), lastSync: expect.any(String) });
  expect(event).toMatchObject({ ticket_id: ticketId, satisfaction_score: 5, customer: { email }, subject: 'Late' });
  const sent = sandbox.brevo.state.snapshot().events.filter(({ name }) => name === 'POST_SUPPORT_UPSELL');
  expect(sent.filter(({ properties }) => properties['ticket_id'] === ticketId)).toHaveLength(1);
}

/** A ticket of somebody new that has ended and was rated; nobody has told the connector. */
export function endedTicket(
  world: Sandbox['world'],
  { email, score }: { readonly email: string; readonly score: number },
): number {
  const ticketId = world.change({ do: 'openTicketByNewcomer', email, subject: 'Late', channel: 'chat' });
  world.change({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
  world.change({ do: 'sendSurvey', ticketId });
  world.change({ do: 'scoreSurvey', ticketId, score });
  return ticketId;
}
