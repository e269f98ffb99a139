import { startBrevoSandbox, type BrevoSandbox, type BrevoSandboxOptions } from '../../packages/sandbox/brevo/start';
import { brevoClient } from './http';

const running: BrevoSandbox[] = [];
afterEach(() => Promise.all(running.splice(0).map((sandbox) => sandbox.close())));

/** A Brevo without limits and a client for it; stopped after the test. */
export async function start(options: Partial<BrevoSandboxOptions> = {}) {
  const sandbox = await startBrevoSandbox({ apiKey: 'key-2', limits: 'off', ...options });
  running.push(sandbox);
  return { sandbox, client: brevoClient(sandbox.url) };
}

export const anna = {
  email: 'Anna@Example.com',
  attributes: { FIRSTNAME: 'Anna', SMS: '+1 (415) 555-0100', TICKET_COUNT: 3 },
  listIds: [35],
};
