import fc from 'fast-check';
import { createSharedSends } from '../../src/control/coalesced-sends';

/** A receiver whose sends end when the test says so. */
function receiver() {
  const open: { end(): void; fail(): void }[] = [];
  let begun = 0;
  return {
    open,
    get begun() {
      return begun;
    },
    send: () =>
      new Promise<void>((resolve, reject) => {
        begun += 1;
        open.push({ end: resolve, fail: () => reject(new Error('lost')) });
      }),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('sends that share a key', () => {
  it('while one is under way, all that come wait for one more that begins after them', async () => {
    const sends = createSharedSends();
    const to = receiver();
    const first = sends.send('a', to.send);
    const others = Array.from({ length: 1_000 }, () => sends.send('a', to.send));

    expect(to.begun).toBe(1);
    to.open.shift()!.end();
    await first;
    await turn();
    expect(to.begun).toBe(2);
    to.open.shift()!.end();
    await Promise.all(others);
    expect({ begun: to.begun, waiting: sends.waiting }).toEqual({ begun: 2, waiting: 0 });
  });

  it('when the one under way fails, only its own callers hear of it', async () => {
    const sends = createSharedSends();
    const to = receiver();
    const first = sends.send('a', to.send);
    const second = sends.send('a', to.send);
    const outcome = expect(first).rejects.toThrow('lost');
    to.open.shift()!.fail();
    await outcome;
    await turn();
    to.open.shift()!.end();
    await second;
  });

  it('in any order of calls and ends, each call is covered by a send that began after it', async () => {
    const step = fc.oneof(fc.constant('call' as const), fc.constant('end' as const), fc.constant('fail' as const));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, fc.constantFrom('a', 'b')), { maxLength: 60 }), async (steps) => {
        const sends = createSharedSends();
        const to = { a: receiver(), b: receiver() };
        const ended = { a: 0, b: 0 };
        const uncovered: string[] = [];
        const calls: Promise<void>[] = [];
        const finish = async (key: 'a' | 'b', how: 'end' | 'fail'): Promise<void> => {
          const send = to[key].open.shift();
          if (send === undefined) return;
          ended[key] = to[key].begun;
          send[how]();
          await turn();
        };
        for (const [what, key] of steps) {
          if (what !== 'call') await finish(key, what);
          else {
            const begunBefore = to[key].begun;
            const call = sends.send(key, to[key].send).then(
              () => {
                if (ended[key] <= begunBefore) uncovered.push(key);
              },
              () => undefined,
            );
            calls.push(call);
          }
        }
        while (to.a.open.length + to.b.open.length > 0) {
          await finish('a', 'end');
          await finish('b', 'end');
        }
        await Promise.all(calls);
        expect(uncovered).toEqual([]);
        expect(sends.waiting).toBe(0);
      }),
    );
  });
});
