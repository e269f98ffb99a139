import { setTimeout as sleep } from 'node:timers/promises';
import { departingSoon } from '../../src/activities/send-deadline';
import type { Transport } from '../../src/http/types';

const REQUEST = { method: 'POST', path: '/smtp/email', route: '/smtp/email', group: 'brevo.others' } as const;

describe('a request that was just allowed', () => {
  /** As long as a worker may stand still before its request leaves. */
  const after =
    (ms: number, made: string[]): Transport =>
    async ({ path, beforeDeparture }) => {
      await sleep(ms);
      beforeDeparture?.();
      made.push(path);
      return { status: 201, headers: {}, text: '{}', ms: 0 };
    };

  it('leaves soon, or does nothing and says so', async () => {
    const made: string[] = [];
    await departingSoon(after(0, made), 1_000)(REQUEST);
    const late = departingSoon(after(60, made), 30)(REQUEST);

    await expect(late).rejects.toMatchObject({ code: 'brevo.busy', details: {} });
    expect(made).toEqual(['/smtp/email']);
  });
});
