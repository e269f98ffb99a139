import { Agent, request } from 'undici';
import { z } from 'zod';
import type { SandboxProcess } from './sandbox-process';

const LISTS = [
  'tickets?order_by=updated_datetime:asc',
  'satisfaction-surveys?order_by=created_datetime:asc',
  'customers?order_by=updated_datetime:asc',
];
const pageSchema = z.object({ meta: z.object({ next_cursor: z.string().nullish() }) });

/** Milliseconds and pages of a loop that fetches the same pages, reads them as JSON and does nothing else: what no connector can beat. */
export async function bareLoop({ gorgias, credentials }: SandboxProcess): Promise<{ ms: number; pages: number }> {
  const { email, apiKey } = credentials.gorgias;
  const headers = { authorization: `Basic ${Buffer.from(`${email}:${apiKey}`).toString('base64')}` };
  const dispatcher = new Agent();
  const startedAt = performance.now();
  let pages = 0;
  for (const list of LISTS) {
    let cursor = '';
    do {
      const answer = await request(`${gorgias}/api/${list}&limit=100${cursor}`, { headers, dispatcher });
      if (answer.statusCode !== 200) throw new Error(`the bare loop was answered ${String(answer.statusCode)}`);
      const next = pageSchema.parse(JSON.parse(await answer.body.text())).meta.next_cursor ?? '';
      cursor = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
      pages += 1;
    } while (cursor !== '');
  }
  const ms = performance.now() - startedAt;
  await dispatcher.close();
  return { ms, pages };
}
