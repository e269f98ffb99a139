import type { Sandbox } from '../../packages/sandbox/start';
import { eventually } from '../support/eventually';

/** From a stranger's chat to the campaign, told by a webhook whose body names everything, and by the feed. */
export async function liveThroughTicket(
  { world, brevo, gorgias }: Sandbox,
  api: string,
  { person, secret }: { readonly person: string; readonly secret: string },
): Promise<number> {
  const email = `nora.${person}@example.com`;
  const ticketId = world.change({ do: 'openTicketByNewcomer', email, name: person, channel: 'chat', subject: person });
  const body = { ticket_id: ticketId, status: 'open', customer: { email, name: person }, subject: person };
  const headers = { 'content-type': 'application/json', 'x-webhook-secret': secret };
  const answer = await fetch(`${api}/webhooks/gorgias`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(202);
  world.change({ do: 'addMessage', ticketId, from: 'agent' });
  world.change({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
  world.change({ do: 'sendSurvey', ticketId });
  world.change({ do: 'scoreSurvey', ticketId, score: 5, comment: `thanks, ${person}` });
  await eventually(
    () => brevo.state.events().some(({ name }) => name === 'UPSELL'),
    () =>
      `Brevo has only ${brevo.state
        .events()
        .map(({ name }) => name)
        .join()}`,
  );
  await eventually(
    () => gorgias.journal.requests().some(({ path }) => path.startsWith('/api/events')),
    () => 'the feed was not read yet',
  );
  return ticketId;
}

/** Address of the API, from the line that says that all is ready. */
export function apiOf(output: string): string {
  return /"api":"([^"]+)"/.exec(output)?.[1] ?? '';
}
