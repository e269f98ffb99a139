import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstEnd, lossOf } from '../../src/dev/first-end';
import { removeServerRecord, writeServerRecord } from '../../src/dev/guarded-process/server-record';
import { openHome } from '../../src/dev/home';
import { claimHome, type HomeLock } from '../../src/dev/home-lock';
import { ConnectorError } from '../../src/domain/errors/connector-error';
import { hostProblem, nodeProblem } from '../../src/domain/supported-host';
import { eventually } from '../support/eventually';

const silently = { say: () => undefined };

describe('TAJO_HOME', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'tajo-home-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it.each([
    ['is a file', (path: string) => path, 'it is a file'],
    ['lies below a file', (path: string) => join(path, 'below'), 'a part of its path is a file'],
  ])('when it %s, says so by its name', (_case, pathOf, words) => {
    const file = join(home, 'file');
    writeFileSync(file, '');

    expect(() => openHome(pathOf(file))).toThrow(new RegExp(`^TAJO_HOME .* cannot be written .*${words}`));
  });

  it('while a connector in another container lives, is refused to a second one, and the first keeps it', async () => {
    const first = await claimHome({ home, place: 'one container', ...silently });
    const said: string[] = [];
    const second = claimHome({ home, place: 'another', say: (line) => said.push(line) });

    await expect(second).rejects.toMatchObject({
      code: 'store.unavailable',
      message: expect.stringMatching(/^A connector in another container .* runs on /),
      nextStep: 'Stop it, or set TAJO_HOME to another folder.',
    });
    expect(said).toEqual([expect.stringMatching(/^Waiting up to 15 s/)]);
    await first.release();
    expect(readdirSync(home)).toEqual([]);
  });

  it('when a connector in another container was killed, is taken over, however their clocks differ', async () => {
    const lock = join(home, 'connector.lock');
    writeFileSync(lock, JSON.stringify({ token: 'of the dead', place: 'one container', host: 'gone', pid: 1 }));
    utimesSync(lock, 4_000_000_000, 4_000_000_000);
    const next = await claimHome({ home, place: 'another', ...silently });

    await next.release();
    expect(readdirSync(home)).toEqual([]);
  });

  it('when its owner stood still so long that another one took it, the owner is told, and leaves it alone', async () => {
    const stopped = await claimHome({ home, ...silently });
    writeFileSync(
      join(home, 'connector.lock'),
      JSON.stringify({ token: 'of the next', place: 'another', host: 'another', pid: 1 }),
    );

    await stopped.lost;
    await stopped.release();
    expect(readdirSync(home)).toEqual(['connector.lock']);
  });

  it('when many start at once on an empty home, or on a dead one’s, is taken by exactly one', async () => {
    const lock = join(home, 'connector.lock');
    const claims = async (): Promise<readonly HomeLock[]> => {
      const places = Array.from({ length: 12 }, (_, place) => `container ${String(place)}`);
      const settled = await Promise.allSettled(places.map((place) => claimHome({ home, place, ...silently })));
      return settled.flatMap((claim) => (claim.status === 'fulfilled' ? [claim.value] : []));
    };
    const onEmpty = await claims();
    await Promise.all(onEmpty.map((owner) => owner.release()));
    writeFileSync(lock, '{"tok');
    const onHalf = await claims();
    await Promise.all(onHalf.map((owner) => owner.release()));

    expect([onEmpty.length, onHalf.length, readdirSync(home)]).toEqual([1, 1, []]);
  });

  it('when a start that failed has taken the lock along, the owner writes it again and goes on', async () => {
    const lock = join(home, 'connector.lock');
    const owner = await claimHome({ home, ...silently });
    let isLost = false;
    void owner.lost.then(() => (isLost = true));
    const written = readFileSync(lock, 'utf8');
    rmSync(lock);

    await eventually(() => Promise.resolve(existsSync(lock) && readFileSync(lock, 'utf8') === written));
    await owner.release();
    expect([isLost, readdirSync(home)]).toEqual([false, []]);
  });

  it('while a connector beside it lives, is refused to a second one, and the first keeps it', async () => {
    const first = await claimHome({ home, ...silently });
    let isLost = false;
    void first.lost.then(() => (isLost = true));

    await expect(claimHome({ home, ...silently })).rejects.toMatchObject({
      message: `Another connector (process ${String(process.pid)}) runs on ${home}.`,
      nextStep: 'Stop it, or set TAJO_HOME to another folder.',
    });
    await first.release();
    expect([isLost, readdirSync(home)]).toEqual([false, []]);
  });

  it('after a process beside it was killed, half a lock, a whole one or one with an id that is another process’ now stops nobody', async () => {
    const lock = join(home, 'connector.lock');
    const first = await claimHome({ home, ...silently });
    const written = JSON.parse(readFileSync(lock, 'utf8'));
    await first.release();
    const dead = Number(execFileSync(process.execPath, ['-p', 'process.pid']));
    for (const text of ['{"tok', ...[dead, process.ppid].map((pid) => JSON.stringify({ ...written, pid }))]) {
      writeFileSync(lock, text);
      await (await claimHome({ home, ...silently })).release();
    }

    expect(readdirSync(home)).toEqual([]);
  });
});

describe('when a part of npm start ends although nobody asked it to', () => {
  const never = new Promise<void>(() => undefined);

  it('the sentence names it, with the reason if there is one', async () => {
    const reason = 'The worker has no connection to the Temporal server at 127.0.0.1:7233 any more: no such namespace';
    const lost = Promise.reject(new ConnectorError('temporal.unavailable', reason));

    expect(await firstEnd({ 'The worker': lost, Postgres: never })).toBe(
      `The worker ended unexpectedly (${reason}); the next start goes on where it stopped.`,
    );
    expect(await firstEnd({ 'The worker': never, Postgres: Promise.resolve(1) })).toBe(
      'Postgres ended unexpectedly; the next start goes on where it stopped.',
    );
  });

  it('a lost home is said to be another connector’s, and no next start is promised', async () => {
    expect(await lossOf('data/home', Promise.resolve())).toMatch(/^Another connector has taken data\/home .* ends\.$/);
  });

  it('its server takes only its own record along', async () => {
    const home = mkdtempSync(join(tmpdir(), 'tajo-home-'));
    const server = { home, recordFile: 'postgres.json', mark: 'tajo.home', unavailable: 'store.unavailable' } as const;
    await writeServerRecord(server, { pid: 2, ownerPid: 1, port: 5432, startedAt: new Date().toISOString() });
    await removeServerRecord(server, 3);
    const ofAnother = readdirSync(home);
    await removeServerRecord(server, 2);

    expect([ofAnother, readdirSync(home)]).toEqual([['postgres.json'], []]);
    rmSync(home, { recursive: true });
  });
});

describe('a machine that the connector cannot run on', () => {
  const here = { node: '20.19.0', platform: 'linux', arch: 'x64', hasGlibc: true };

  it.each([
    ['Windows', { platform: 'win32' }, /Windows.*WSL 2/],
    ['Alpine', { hasGlibc: false }, /Alpine has musl.*Debian/],
    ['32-bit ARM', { arch: 'arm' }, /linux with arm:.*x64 or arm64/],
    ['an older Node', { node: '20.18.3' }, /^Node 20\.18\.3 is too old: install/],
  ])('as with %s, is told in a sentence what to do', (_case, over, sentence) => {
    expect(hostProblem({ ...here, ...over })).toMatch(sentence);
  });

  it.each([
    [here],
    [{ ...here, arch: 'arm64' }],
    [{ ...here, platform: 'darwin', hasGlibc: false }],
    [{ ...here, node: '24.0.0' }],
  ])('is not this one: %j', (host) => expect(hostProblem(host)).toBeNull());

  it('tajo and the SDK want Node only', () => {
    expect(nodeProblem('18.20.8')).toMatch(/too old/);
    expect(nodeProblem('20.19.0')).toBeNull();
    expect(nodeProblem('26.0.0')).toBeNull();
  });
});
