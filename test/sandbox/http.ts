// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are read field by field, as a stranger would
export type Json = any;

/** A bare client for the sandbox' own tests: it knows nothing of the connector's. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Json;
}

export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const gorgiasCredentials = { email: 'owner@store.example.com', apiKey: 'key-1' };

export function gorgiasClient(url: string, { email, apiKey } = gorgiasCredentials) {
  const authorization = `Basic ${Buffer.from(`${email}:${apiKey}`).toString('base64')}`;
  return {
    get: (path: string) => ask(`${url}/api/${path}`, { headers: { authorization } }),
    send: (method: string, path: string, body: unknown) =>
      ask(`${url}/api/${path}`, { method, headers: { authorization }, body: JSON.stringify(body) }),
    /** Every row of a list, walked by its cursors. */
    walk: async (path: string, onPage: () => void = () => undefined): Promise<Json[]> => {
      const rows: Json[] = [];
      let cursor: string | null = null;
      do {
        const query: string =
          cursor === null ? '' : `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
        const page = await ask(`${url}/api/${path}${query}`, { headers: { authorization } });
        rows.push(...page.json.data);
        cursor = page.json.meta.next_cursor;
        onPage();
      } while (cursor !== null);
      return rows;
    },
  };
}

export function brevoClient(url: string, apiKey = 'key-2') {
  const headers = { 'api-key': apiKey, 'content-type': 'application/json' };
  return {
    get: (path: string) => ask(`${url}${path}`, { headers }),
    del: (path: string) => ask(`${url}${path}`, { method: 'DELETE', headers }),
    post: (path: string, body: unknown) =>
      ask(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
    put: (path: string, body: unknown) => ask(`${url}${path}`, { method: 'PUT', headers, body: JSON.stringify(body) }),
  };
}
