import type { Sandbox } from '../../packages/sandbox/start';

const POLL_EVERY_MS = 500;

/** Tells of each event that has arrived in the sandbox Brevo, in one line: the other end of the story. @returns Ends it. */
export function watchBrevo({ brevo }: Sandbox, report: (line: string) => void): () => void {
  let seen = brevo.state.events().length;
  const poll = (): void => {
    const events = brevo.state.events();
    for (const { name, properties } of events.slice(seen)) {
      const ticket = properties['ticket_id'];
      report(`          → Brevo: ${name}${typeof ticket === 'number' ? ` (ticket ${String(ticket)})` : ''}`);
    }
    seen = events.length;
  };
  const timer = setInterval(poll, POLL_EVERY_MS);
  return () => clearInterval(timer);
}
