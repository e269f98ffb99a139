import { type ExamplesHarness, WEBHOOK_SECRETS } from './examples-harness';

/** What tells that an answer is the right one; of the others, that it is JSON. */
const SAYS: Readonly<Record<string, string>> = {
  '/healthz': '"status":"ok"',
  '/readyz': '"temporal":true,"store":true',
  '/metrics': 'tajo_',
  '/openapi.json': '"openapi":"3.',
  '/v1/connectors': '"account":"yourstore"',
};

/** One request for each line with a method; headers may follow, and a body after an empty line. */
export async function requests(harness: ExamplesHarness, text: string): Promise<void> {
  const [head = '', body] = text.replace('{account}', 'yourstore').split('\n\n');
  for (const [, method = '', path = ''] of head.matchAll(/^(GET|POST) (\S+)$/gm)) {
    for (const headers of headersOf(head, harness)) {
      const answer = await fetch(`${harness.api}${path}`, {
        ...{ method, headers },
        ...(body !== undefined && { body: filledIn(body) }),
      });
      const said = await answer.text();
      expect([path, answer.status, said]).toEqual([path, method === 'POST' ? 202 : 200, said]);
      expect(said).toContain(method === 'POST' ? '"accepted":true,"ticketId":123' : SAYS[path]);
    }
  }
}

/** Once for each secret of the door, where the headers have one. */
function headersOf(head: string, { env }: ExamplesHarness): readonly [string, string][][] {
  const headers = [...head.matchAll(/^([\w-]+): (.*)$/gm)].map(([, name = '', value = '']) => ({ name, value }));
  const secrets = head.includes('$GORGIAS_WEBHOOK_SECRET') ? WEBHOOK_SECRETS : [''];
  return secrets.map((secret) =>
    headers.map(({ name, value }): [string, string] => [
      name,
      value.replace('$GORGIAS_WEBHOOK_SECRET', secret).replace('$TAJO_API_KEY', env['TAJO_API_KEY'] ?? ''),
    ]),
  );
}

/** The places that the example leaves to the sender. */
function filledIn(body: string): string {
  return body.replace('[...]', '["vip"]').replace('{...}', '{"score": 5}');
}

/** The fields of an error, with `?` those that only some have; one of each kind is provoked. */
export async function errorShape(harness: ExamplesHarness, text: string): Promise<void> {
  const fields = /^\{"error":\{(.*)\}\}$/.exec(text.trim())?.[1]?.split(',') ?? [];
  const always = fields.filter((field) => !field.endsWith('?'));
  const headers = { Authorization: `Bearer ${harness.env['TAJO_API_KEY'] ?? ''}`, 'Content-Type': 'application/json' };
  const wrongField = { method: 'POST', headers, body: '{"batchSize":0}' };

  expect(always.length).toBeLessThan(fields.length);
  expect(await errorOf(`${harness.api}/v1/connectors`, {})).toEqual(always);
  expect(await errorOf(`${harness.api}/v1/connectors/gorgias/sync`, wrongField)).toEqual(
    fields.map((field) => field.replace('?', '')),
  );
}

/** The names of its fields, in quotes. */
async function errorOf(url: string, request: RequestInit): Promise<readonly string[]> {
  const answer = await fetch(url, request);
  const { error, ...others } = JSON.parse(await answer.text());
  expect([answer.ok, others]).toEqual([false, {}]);
  return Object.keys(error).map((name) => JSON.stringify(name));
}
