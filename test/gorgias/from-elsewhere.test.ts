import { createGorgiasClient } from '../../src/gorgias/client';
import { type GorgiasClient } from '../../src/gorgias/types';
import { type ClosableTransport, createTransport } from '../../src/http/transport';
import { caught } from '../http/caught';
import { type ScriptedAnswer, type ScriptedServer, startScriptedServer } from '../http/scripted-server';
import { FOREIGN, HTML } from './foreign';

let server: ScriptedServer;
let transport: ClosableTransport;
let client: GorgiasClient;

beforeAll(async () => {
  server = await startScriptedServer();
  transport = createTransport({
    vendor: 'gorgias',
    origin: `${server.origin}/api`,
    headers: () => Promise.resolve({}),
  });
  client = createGorgiasClient(transport);
});
afterAll(() => Promise.all([transport.close(), server.close()]));

const errorOf = (answer: ScriptedAnswer, call: () => Promise<unknown> = () => client.getCustomer(5)) => {
  server.answers(answer);
  return caught(call());
};
const listTickets = (cursor?: string) => () => client.listTickets({ orderBy: 'updated_datetime:asc', cursor });

// Formerly, a 403 or 400 in HTML meant the same as in JSON, and a 404 in HTML a wrong domain, which ends a run. But gateways and
// firewalls answer so for an account that is well (design D15, case B10): it is tried again.
describe("An error that is not in the API's words", () => {
  it.each([400, 403, 404, 405, 409, 410, 413, 418, 422, 425, 451])(
    'with the status %d says nothing about the record, the key or the account: it is tried again',
    async (status) => {
      const calls = [() => client.getCustomer(5), listTickets(), listTickets('abc'), () => client.createCustomer({})];
      for (const call of calls) {
        for (const body of FOREIGN) {
          const error = await errorOf({ status, headers: { 'x-request-id': 'r1' }, ...body }, call);

          expect(error).toMatchObject({ code: 'gorgias.unavailable', retryable: true });
          expect(error.details).toEqual({ status, requestId: 'r1', outcomeUnknown: false });
          expect(error.message).toContain('Something between the connector and Gorgias answered');
          expect(JSON.stringify(error) + error.message).not.toContain('ada');
        }
      }
    },
  );

  it('waits as long as it asks to', async () => {
    const error = await errorOf({ status: 403, text: HTML, headers: { 'retry-after': '30' } });

    expect(error.retryAfterMs).toBe(30_000);
  });
});
