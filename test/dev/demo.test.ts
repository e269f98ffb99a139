import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Demo, openDemo } from '../../src/dev/demo';
import { openHome } from '../../src/dev/home';
import { gorgiasClient, type Json } from '../sandbox/http';
import { type Receiver, startReceiver } from '../sandbox/receiver';

describe('the demo', () => {
  let folder = '';
  let receiver: Receiver;
  const open: Demo[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'demo-'));
    receiver = await startReceiver();
  });
  afterEach(() => Promise.all(open.splice(0).map((demo) => demo.close())));
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await receiver.close();
  });

  const up = async () => {
    const demo = await openDemo(openHome(folder));
    open.push(demo);
    const { email, gorgiasApiKey: apiKey } = demo.credentials;
    const { get } = gorgiasClient(demo.gorgiasUrl, { email, apiKey });
    const feed = async (): Promise<Json[]> => (await get('events?limit=100')).json.data;
    return { demo, get, feed };
  };
  const goLive = async (demo: Demo, pace: readonly [number, number], lines: number): Promise<string[]> => {
    const happenings: string[] = [];
    await new Promise<void>((resolve) => {
      const stop = demo.goLive({
        ...{ webhookUrl: receiver.url, secret: 'shh', waitMs: 75_000, pace },
        report: (line) => {
          happenings.push(line);
          if (happenings.length !== lines) return;
          stop();
          resolve();
        },
      });
    });
    return happenings;
  };

  it('when it goes live, each happening is one line with its time, and the door hears of it with the secret', async () => {
    const { demo, get } = await up();
    const [first = '', ...others] = await goLive(demo, [1, 2], 12);
    await receiver.arrived(1);
    const hook = receiver.received[0];

    expect(first).not.toMatch(/^\d/);
    for (const line of others) expect(line).toMatch(/^\d\d:\d\d:\d\d {2}ticket \d+ \S/);
    expect(hook?.headers['x-webhook-secret']).toBe('shh');
    expect(JSON.parse(hook?.body ?? '{}')).toMatchObject({
      trigger: 'ticket-created',
      ticket_id: expect.stringMatching(/^\d+$/),
    });
    expect((await get('integrations?type=http')).json.data.length).toBeGreaterThan(1);
  });

  it('when it comes up again, the same feed stands there and what happens next is of now, under new ids', async () => {
    const before = await up();
    const happenings = await before.feed();
    await open.pop()?.close();
    const began = Date.now();
    const after = await up();
    const again = await after.feed();
    await goLive(after.demo, [1, 2], 4);
    const [newest] = await after.feed();

    expect(again).toEqual(happenings);
    expect(newest.id).toBeGreaterThan(happenings[0].id);
    expect(Date.parse(newest.created_datetime)).toBeGreaterThanOrEqual(began);
  });
});
