import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { TajoError } from '../client/errors';

/**
 * Runs a program of the server that this command line was built with, and gives each line that it writes to standard output; what it writes to
 * standard error goes to ours. Null: there is no server here, only the package of the SDK.
 */
export function serverProgram(file: string): AsyncIterable<string> | null {
  return existsSync(file) ? linesOf(file) : null;
}

async function* linesOf(file: string, args: readonly string[] = []): AsyncGenerator<string> {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve, reject) => child.once('error', reject).once('close', () => resolve()));
  try {
    yield* createInterface({ input: child.stdout });
    await ended;
  } finally {
    child.kill();
  }
}

const environmentFaultSchema = z.object({ fault: z.string().nullable(), field: z.string().nullable() });

/** `field`: the first variable that it is about. */
export interface EnvironmentFault {
  readonly message: string;
  readonly field: string | null;
}

/** Asks the program of `npm start` what of this environment would stop it; nothing is started. Null: there is no server here. */
export function environmentCheck(file: string): (() => Promise<EnvironmentFault | null>) | null {
  const lines = existsSync(file) ? () => linesOf(file, ['--check']) : null;
  if (lines === null) return null;
  return async () => {
    for await (const line of lines()) {
      const { fault, field } = environmentFaultSchema.parse(JSON.parse(line));
      return fault === null ? null : { message: fault, field };
    }
    throw new TajoError('bug', 'The start ended before it had said what stops it');
  };
}

/** A connector on this machine that runs for as long as settings are made. */
export interface LocalServer {
  /** Resolves when everything of it has ended. */
  stop(): Promise<void>;
}

/**
 * Starts `npm start`'s program so that it does nothing by itself: no schedule, no sync. It ends with this process, whichever way that ends. Null: there
 * is no server here. @throws TajoError `client.unreachable` when it ends before it is ready; it has said why on standard error
 */
export function localServer(file: string): ((config: string | null) => Promise<LocalServer>) | null {
  if (!existsSync(file)) return null;
  return async (config) => {
    const args = [file, '--set-up', '--json', ...(config === null ? [] : ['--config', config])];
    // It ends when its standard input does, which happens also where this process is killed.
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.on('error', () => undefined);
    const closed = new Promise<void>((resolve) => child.once('error', () => resolve()).once('close', () => resolve()));
    let isReady = false;
    for await (const line of createInterface({ input: child.stdout })) {
      isReady = line.startsWith('{"ready":true');
      if (isReady) break;
    }
    // Nobody reads on; a full pipe would hold it up.
    child.stdout.resume();
    if (!isReady) {
      await closed;
      throw new TajoError(
        'client.unreachable',
        'The connector could not be started on this machine; why stands above.',
      );
    }
    return {
      stop: async () => {
        child.stdin.end();
        await closed;
      },
    };
  };
}
