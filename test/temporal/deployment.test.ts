import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { createLog } from '../../src/observability/log';
import { type Deployment, seenLately } from '../../src/temporal/deployment/deployment';
import { isItsTurn, keepCurrent } from '../../src/temporal/deployment/keep-current';
import { lookForWorkers } from '../../src/temporal/deployment/presence';
import { readWorkflowBuild } from '../../src/temporal/deployment/workflow-build';
import { eventually } from '../support/eventually';

const STATE = { isRegistered: true, current: 'other', wasCurrent: false, conflictToken: new Uint8Array() };
const nobodyIsGone = (): boolean => false;

describe('whose turn it is', () => {
  it('a build that has never been the current one goes first', () => {
    expect(isItsTurn(STATE, nobodyIsGone)).toBe(true);
  });

  it('one that was followed by another waits until no worker is left of that', () => {
    expect(isItsTurn({ ...STATE, wasCurrent: true }, nobodyIsGone)).toBe(false);
    expect(isItsTurn({ ...STATE, wasCurrent: true }, (build) => build === 'other')).toBe(true);
  });

  it('a build is gone when it was missed twice in a row', async () => {
    const seen = [new Set(['old', 'new']), new Set(['new']), new Set<string>(), new Set(['new'])];
    const look = lookForWorkers({ polledBuilds: () => Promise.resolve(seen.shift() ?? new Set()) });

    const gone = [await look(), await look(), await look(), await look()].map((isGone) => [
      isGone('old'),
      isGone('new'),
    ]);

    expect(gone).toEqual([
      [false, false],
      [false, false],
      [true, false],
      [true, false],
    ]);
  });
});

describe('who has asked for work lately', () => {
  const { PollerInfo } = temporal.api.taskqueue.v1;
  const poller = (identity: string, at: string) =>
    PollerInfo.fromObject({ identity, lastAccessTime: { seconds: Date.parse(at) / 1_000 } });

  it('follows from the server’s clock alone, however far ours is ahead or behind', () => {
    const living = ['2001-02-03', '2091-02-03'].map((day) => {
      const pollers = [
        poller('we', `${day}T10:02:00Z`),
        poller('lives', `${day}T10:00:40Z`),
        poller('dead', `${day}T10:00:20Z`),
      ];
      return seenLately(pollers, 90_000).map(({ identity }) => identity);
    });

    expect(living).toEqual([
      ['we', 'lives'],
      ['we', 'lives'],
    ]);
    expect(seenLately([], 90_000)).toEqual([]);
  });
});

describe('the look at the deployment', () => {
  const log = createLog({ level: 'error', json: true, destination: { write: () => true } });
  const whereReadingIs = (read: Deployment['read'], looks: number[]): Deployment => ({
    buildId: 'ours',
    read: () => {
      looks.push(Date.now());
      return read();
    },
    makeCurrent: () => Promise.resolve(),
    polledBuilds: () => Promise.resolve(new Set()),
    async *pinnedElsewhere() {},
    unpin: () => Promise.resolve(),
    within: (_ms, calls) => calls(),
  });

  it.each<[string, Deployment['read']]>([
    ['fails', () => Promise.reject(new Error('nobody answers'))],
    ['knows nothing of this build', () => Promise.resolve({ ...STATE, isRegistered: false })],
  ])('when it %s, is repeated at once while others wait for it, and then only so often', async (_case, read) => {
    const looks: number[] = [];
    const keeper = keepCurrent(whereReadingIs(read, looks), { alone: false, log, everyMs: 800, settledWithinMs: 300 });
    await keeper.settled;
    const atOnce = looks.length;
    await eventually(() => looks.length >= atOnce + 2);
    await keeper.stop();

    expect(atOnce).toBeGreaterThan(1);
    const gaps = looks.slice(atOnce - 1).map((at, index, all) => at - (all[index - 1] ?? at));
    expect(Math.min(...gaps.slice(1))).toBeGreaterThan(700);
  });
});

describe('the id of a build', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tajo-build-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const idOf = (code: string): string => {
    const file = join(folder, 'bundle.js');
    writeFileSync(file, code);
    return readWorkflowBuild(file).buildId;
  };

  it('follows from what the workflows are, not from where and when they were built', () => {
    const map = (path: string) =>
      `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(path).toString('base64')}`;

    expect(idOf(`a();${map('/app/src')}`)).toBe(idOf(`a();${map('/home/me/src')}`));
    expect(idOf('a();')).not.toBe(idOf('b();'));
    expect(idOf('a();')).toMatch(/^[0-9a-f]{12}$/);
  });
});
