import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Dealt {
  readonly id: number;
  readonly ticketId: number;
  readonly type: string;
}

/** A subscriber that runs as a process of its own, and the next one under its name after it was killed. */
export interface MortalSubscriber {
  /** What each process has dealt with, in its order. */
  readonly lives: readonly (readonly Dealt[])[];
  readonly ready: () => boolean;
  /** `kill -9`, and a new process at once. */
  kill(): Promise<void>;
  end(): Promise<void>;
}

export function startSubscriber(args: readonly [url: string, apiKey: string, name: string]): MortalSubscriber {
  const lives: Dealt[][] = [];
  let isReady = false;
  let child: { process: ChildProcess; exited: Promise<void> };
  const live = (): typeof child => {
    const dealt: Dealt[] = [];
    lives.push(dealt);
    const script = join(__dirname, 'subscriber-process.ts');
    const process_ = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let rest = '';
    process_.stdout.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const said: unknown = JSON.parse(line);
        if (said === 'ready') isReady = true;
        else dealt.push(said as Dealt);
      }
    });
    return { process: process_, exited: new Promise((done) => process_.once('close', () => done())) };
  };
  child = live();
  const end = async (): Promise<void> => {
    child.process.kill('SIGKILL');
    await child.exited;
  };
  return {
    ...{ lives, end, ready: () => isReady },
    kill: async () => {
      await end();
      child = live();
    },
  };
}

/** Events that one process dealt with before an earlier one of the same ticket. */
export function outOfOrder(run: readonly Dealt[]): readonly Dealt[] {
  const last = new Map<number, number>();
  return run.filter(({ id, ticketId }) => {
    const isLate = id < (last.get(ticketId) ?? 0);
    last.set(ticketId, id);
    return isLate;
  });
}
