import { PassThrough } from 'node:stream';
import type { CliContext } from '../../src/cli/context';
import type { CliIo } from '../../src/cli/io';
import { createPaint } from '../../src/cli/paint';
import { readClientSettings } from '../../src/config/client-settings';
import { TajoClient } from '../../src/sdk';

/** A process whose both outputs go into one stream. */
export function ioInto(stream: PassThrough): CliIo {
  return { stdout: stream, stderr: stream, stdin: new PassThrough(), onInterrupt: () => () => undefined };
}

/** For command lines that ask no connector. */
export const CONTEXT: CliContext = {
  io: ioInto(new PassThrough()),
  settings: readClientSettings({ env: {} }),
  client: new TajoClient(),
  loadConfig: () => {
    throw new Error('not asked for');
  },
  paint: createPaint(false),
  now: Date.now,
  fail: () => undefined,
};
