import express from 'express';
import { z } from 'zod';
import { answerErrors } from '../../src/api/error-handler';
import { describeCalls } from '../../src/api/openapi';
import { implement, type Operation, type OperationDeps } from '../../src/api/operation';
import { observeRequests } from '../../src/api/request-log';
import { controlRoutes } from '../../src/api/routes/control';
import { OPERATIONS } from '../../src/api/routes/operations';
import { listen } from '../../src/api/server';
import { createSignIn } from '../../src/api/sessions/sign-in';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { WEBHOOK_PATH } from '../../src/webhooks/template';
import { createApiCall } from '../../packages/sdk/client/api-call';
import type { AnswerOf, Call } from '../../packages/sdk/contract/call';
import { CALLS } from '../../packages/sdk/contract/calls';
import { planSync } from '../../packages/sdk/contract/sync';
import { receiveWebhook, receiveWebhookOfAccount } from '../../packages/sdk/contract/webhooks';
import { API_KEY, startApi, type Json, type RunningApi } from './running-api';
import { wholeNumber } from '../../packages/sdk/contract/whole-number';
import { CSAT } from '../domain/ticket/facts';

/** A call that nobody has: all that is said of it is said here. */
const greet = {
  id: 'greetShelf',
  method: 'post',
  path: '/v1/shelves/{shelf}/greetings',
  summary: 'Greets everybody on a shelf.',
  params: z.strictObject({ shelf: z.string().max(20, 'must be the name of a shelf') }),
  query: z.strictObject({ times: z.coerce.number('must be a number').max(3, 'must be at most 3').default(1) }),
  body: z.strictObject({ words: z.array(z.string()).min(1, 'must hold a word') }).meta({ id: 'GreetingRequest' }),
  answer: z.object({ shelf: z.string(), said: z.array(z.string()) }).meta({ id: 'Greeting' }),
  status: 202,
  timeoutMs: 10_000,
} as const satisfies Call;

const greetOperation = implement(greet, ({ params, query, body, signal }) => {
  if (body.words.includes('wait')) return new Promise((_resolve, reject) => signal.addEventListener('abort', reject));
  const said: readonly string[] = body.words.flatMap((word) => Array<string>(query.times).fill(word));
  return Promise.resolve({ shelf: params.shelf, said, neverTold: 'a secret' });
});

async function serve(operations: readonly Operation[], { store, connector }: RunningApi): ReturnType<typeof listen> {
  const app = express();
  const operationDeps: OperationDeps = {
    store,
    connector,
    uiUrl: null,
    namespace: 'default',
    tagsOf: () => ({ from: [], lists: {}, auto: false }),
    excludeOf: () => [],
    csatOf: () => CSAT,
    campaignNames: () => [],
    eventNames: () => [],
    openSupportOf: () => null,
    policyOf: () => ({}),
    settingsFile: 'tajo.yaml',
    readiness: () => Promise.resolve({ temporal: true, store: true }),
    webhookSecrets: 0,
    encryptionKeyId: null,
    signIn: createSignIn({ apiKey: API_KEY, readKey: null }, store.sessions),
  };
  const stopping = new AbortController().signal;
  const log = createLog({ level: 'error', json: true, destination: { write: () => undefined } });
  app.use(observeRequests({ log, metrics: createMetrics() }));
  app.use(controlRoutes({ operations, operationDeps, requestsPerSecond: 100, stopping }));
  app.use(answerErrors(log));
  return listen(app, { port: 0, host: '127.0.0.1' });
}

describe('a whole number of a query', () => {
  it.each(['0x10', '1e2', '', ' 5', '5.0', '+5', '-1', '0', '201', 'five'])('is not %j', (given) => {
    expect(wholeNumber({ from: 1, to: 200 }).safeParse(given).error?.issues).toMatchObject([
      { message: 'must be a whole number from 1 to 200' },
    ]);
  });

  it('is its digits, or what the client has as a number', () => {
    expect(['5', '200', 7].map((given) => wholeNumber({ from: 1, to: 200 }).parse(given))).toEqual([5, 200, 7]);
    expect(wholeNumber({ from: 1, to: 200 }).default(50).parse(undefined)).toBe(50);
  });
});

describe('a call that is added to the contract', () => {
  let api: RunningApi;
  let server: Awaited<ReturnType<typeof listen>>;
  let call: ReturnType<typeof createApiCall>;
  beforeAll(async () => {
    api = await startApi();
    server = await serve([greetOperation], api);
    call = createApiCall({ url: server.url, apiKey: API_KEY });
  });
  afterAll(async () => {
    await server.close(0);
    await api.close();
  });

  it('when it is made, path, query and body arrive as the handler wants them, and only the answer’s fields come back', async () => {
    const answer = await call(greet, { params: { shelf: 'a/b c' }, query: { times: '2' }, body: { words: ['hello'] } });
    const typed: AnswerOf<typeof greet> = answer;

    expect(typed).toEqual({ shelf: 'a/b c', said: ['hello', 'hello'] });
  });

  it('when its status is read, it is the one of the call', async () => {
    const address = `${server.url}/v1/shelves/top/greetings`;
    const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
    const accepted = await fetch(address, { method: 'POST', headers, body: '{"words":["hello"]}' });
    const refused = await fetch(address, { headers });

    expect(accepted.status).toBe(202);
    expect({ status: refused.status, allow: refused.headers.get('allow') }).toEqual({ status: 405, allow: 'POST' });
  });

  it.each([
    ['shelf', { params: { shelf: 'x'.repeat(21) }, query: {}, body: { words: ['hello'] } }],
    ['times', { params: { shelf: 'top' }, query: { times: 4 }, body: { words: ['hello'] } }],
    ['words', { params: { shelf: 'top' }, query: {}, body: { words: [] } }],
  ])('when %s does not fit its schema, the connector refuses the call and names it', async (field, input) => {
    await expect(call(greet, input)).rejects.toMatchObject({ code: 'input.invalid', field });
  });

  it.each(['', '.', '..'])(
    'when a value of its path is %j, which would lead elsewhere, nothing is asked',
    async (shelf) => {
      const input = { params: { shelf }, query: {}, body: { words: ['hello'] } };

      await expect(call(greet, input)).rejects.toMatchObject({ code: 'input.invalid', field: 'shelf' });
    },
  );

  it('when the answer takes longer than the call allows, the client gives up', async () => {
    const input = { params: { shelf: 'top' }, query: {}, body: { words: ['wait'] } };

    await expect(call({ ...greet, timeoutMs: 100 }, input)).rejects.toMatchObject({ code: 'client.timeout' });
  });

  it('when the API is described, it is there with its path, fields, status and sentence', () => {
    const { paths, components }: Json = describeCalls([...Object.values(CALLS), greet]);
    const described = paths['/v1/shelves/{shelf}/greetings'].post;
    const shown = described.parameters.map((one: Json) => `${one.in} ${one.name}`);

    expect(described).toMatchObject({
      operationId: 'greetShelf',
      summary: greet.summary,
      security: [{ apiKey: [] }, { session: [] }],
    });
    expect(shown).toEqual(['path shelf', 'query times']);
    expect(Object.keys(described.responses)).toEqual(['202', 'default']);
    expect(components.schemas.GreetingRequest.properties.words).toMatchObject({ type: 'array', minItems: 1 });
    expect(components.schemas.Greeting.required).toEqual(['shelf', 'said']);
  });

  it('when handler or caller do not fit, they do not compile', () => {
    // @ts-expect-error -- `said` is missing in the answer
    implement(greet, ({ params }) => Promise.resolve({ shelf: params.shelf }));
    // @ts-expect-error -- the query of the call has no `loudly`
    implement(greet, ({ query }) => Promise.resolve({ shelf: 'top', said: [query.loudly] }));
    // @ts-expect-error -- a figure is no word
    const wrong: Parameters<typeof call<typeof greet>>[1] = { params: { shelf: 'a' }, query: {}, body: { words: [1] } };
    // @ts-expect-error -- the estimate of the workflow has other fields
    implement(planSync, () => Promise.resolve({ exact: true, minutes: 3 }));
    expect(wrong).toBeDefined();
  });
});

describe('the contract', () => {
  it('when the server starts, it implements every call, each under its own name and in the order of the contract', () => {
    const calls = Object.entries<Call>(CALLS);

    expect(OPERATIONS.map(({ call }) => call)).toEqual(calls.map(([, call]) => call));
    expect(calls.map(([name]) => name)).toEqual(calls.map(([, { id }]) => id));
    expect(new Set(calls.map(([, { method, path }]) => `${method} ${path}`)).size).toBe(calls.length);
  });

  it('when a path has a name in it, the call says what may stand there', () => {
    for (const { path, params } of Object.values<Call>(CALLS)) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(params?.shape ?? {})).toEqual(names);
    }
  });

  it('when Gorgias is told where to send webhooks, it is where the contract has the door', () => {
    expect(receiveWebhook.path).toBe(WEBHOOK_PATH);
    expect(receiveWebhookOfAccount.path).toBe(`${WEBHOOK_PATH}/{account}`);
  });
});
