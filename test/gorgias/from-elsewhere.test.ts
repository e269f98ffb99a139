import { type GorgiasClient } from '../../src/gorgias/types';
import { FOREIGN, HTML } from './foreign';
import { type GorgiasBench, startGorgiasBench } from './server';

let bench: GorgiasBench;
let client: GorgiasClient;

beforeAll(async () => {
  bench = await startGorgiasBench();
  ({ client } = bench);
});
afterAll(() => bench.close());

const errorOf: GorgiasBench['errorOf'] = (...asked) => bench.errorOf(...asked);
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
