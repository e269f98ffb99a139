import { setTimeout as sleep } from 'node:timers/promises';
import { createChangeWatch } from '../../src/api/change-watch';
import type { Marks } from '../../src/store/changes';
import { eventually } from '../support/eventually';

const QUIET = { account: '', run: '', tickets: '', deliveries: '', contacts: '', reports: '' };

describe('the watch for changes', () => {
  it('however many listen, the store is asked once an interval, and not at all when nobody does', async () => {
    let asked = 0;
    let marks: readonly Marks[] = [{ account: 'a', marks: QUIET }];
    const watch = createChangeWatch({ read: () => ((asked += 1), Promise.resolve(marks)) }, 20);
    const heard: string[] = [];
    const stops = Array.from({ length: 50 }, (_, who) =>
      watch(({ account, changed }) => heard.push(`${String(who)} ${account} ${changed.join(',')}`)),
    );
    await eventually(() => asked === 2);
    marks = [
      { account: 'a', marks: { ...QUIET, run: '1', contacts: '1' } },
      { account: 'b', marks: QUIET },
    ];
    await eventually(() => heard.length >= 100);
    const askedFor = asked;
    for (const stop of stops) stop();
    await sleep(100);
    const afterwards = asked;
    stops.push(watch(() => heard.push('again')));
    await eventually(() => asked > afterwards + 2);
    for (const stop of stops) stop();

    expect(askedFor).toBeLessThan(50);
    expect(afterwards - askedFor).toBeLessThanOrEqual(1);
    expect(new Set(heard.map((line) => line.split(' ').slice(1).join(' ')))).toEqual(
      new Set(['a run,contacts', 'b account,run,tickets,deliveries,contacts,reports']),
    );
    expect(heard).toHaveLength(100);
  });

  it('when the store is away for a while, what has changed meanwhile is told when it is back', async () => {
    let away = false;
    let account = 'connected';
    const watch = createChangeWatch(
      {
        read: () =>
          away ? Promise.reject(new Error('away')) : Promise.resolve([{ account: 'a', marks: { ...QUIET, account } }]),
      },
      10,
    );
    const heard: string[] = [];
    const stop = watch(({ changed }) => heard.push(...changed));
    await sleep(50);
    away = true;
    await sleep(50);
    account = 'paused';
    away = false;
    await eventually(() => heard.length > 0);
    stop();

    expect(heard).toEqual(['account']);
  });
});
