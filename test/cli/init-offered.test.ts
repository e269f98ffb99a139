import { existsSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { offerInit } from '../../src/dev/offer-init';
import { type InitHarness, KEYS, openInitHarness } from './init-harness';

const PLAIN = { setUp: false, config: null, json: false, once: false };

/** A terminal on which one key is pressed at the first question. */
function terminal(key: string) {
  const stdin = new PassThrough();
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 40 });
  let isAsked = false;
  stdout.on('data', (chunk: Buffer) => {
    if (isAsked || !chunk.toString().includes('◆')) return;
    isAsked = true;
    setImmediate(() => stdin.write(key));
  });
  return { stdin: Object.assign(stdin, { isTTY: true, setRawMode: () => stdin }), stdout };
}

describe('tajo init as `npm start` offers it', () => {
  let harness: InitHarness;
  const exitCode = process.exitCode;
  beforeEach(async () => {
    harness = await openInitHarness();
  });
  afterEach(async () => {
    process.exitCode = exitCode;
    await harness.end();
  });

  async function offered(key: string, typed: Readonly<Record<string, string>> = {}) {
    const printed: string[] = [];
    const ended: Awaited<ReturnType<InitHarness['tajo']>>[] = [];
    const goesOn = await offerInit(
      PLAIN,
      { print: (line) => printed.push(line) },
      {
        ...{ io: terminal(key), folder: harness.folder, hasKeys: () => true },
        init: async () => {
          ended.push(await harness.tajo(['--no-sync'], { env: KEYS, terminal: true, typed }));
          return ended[0]?.exitCode ?? 0;
        },
      },
    );
    return { goesOn, printed, init: ended[0] };
  }

  it('when the file is not to be written after all, the start ends, and no account is synced with the example', async () => {
    const { goesOn, init } = await offered('\r', { 'Write ': 'n' });

    expect(existsSync(harness.file)).toBe(false);
    expect(init?.exitCode).toBe(1);
    expect(init?.stderr).toContain('Nothing was written.');
    expect(goesOn).toBe(false);
    expect(harness.listsMade()).toBe(0);
  });

  it('when it ends well but left no file, the start ends', async () => {
    const nothing = { io: terminal('\r'), folder: harness.folder, hasKeys: () => true, init: () => Promise.resolve(0) };

    await expect(offerInit(PLAIN, { print: () => undefined }, nothing)).resolves.toBe(false);
  });

  it('when the file is written, the start goes on with it', async () => {
    const { goesOn, init } = await offered('\r');

    expect({ goesOn, stderr: init?.stderr }).toEqual({ goesOn: true, stderr: '' });
    expect(existsSync(harness.file)).toBe(true);
    expect(harness.listsMade()).toBe(1);
  });

  it('when it is declined, says which settings are used instead', async () => {
    const { goesOn, printed, init } = await offered('n');

    expect({ goesOn, init }).toEqual({ goesOn: true, init: undefined });
    expect(printed).toEqual([expect.stringContaining('the settings of tajo.example.yaml are used')]);
  });

  it('when somebody presses Ctrl-C at the offer, ends without a word', async () => {
    await expect(offered('\x03')).resolves.toEqual({ goesOn: false, printed: [], init: undefined });
  });
});
