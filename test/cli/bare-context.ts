import { PassThrough } from 'node:stream';
import type { CliContext } from '../../packages/sdk/cli/context';
import type { CliIo } from '../../packages/sdk/cli/io';
import { createPaint } from '../../packages/sdk/cli/paint';
import { readClientSettings } from '../../packages/sdk/client/client-settings';
import { TajoClient } from '../../packages/sdk/index';

/** A process whose both outputs go into one stream. */
export function ioInto(stream: PassThrough): CliIo {
  return { stdout: stream, stderr: stream, stdin: new PassThrough(), onInterrupt: () => () => undefined };
}

/** No program of a server beside the command line. */
export const NO_SERVER: Pick<CliContext, 'connect' | 'runPreflight' | 'startServer' | 'checkEnvironment'> = {
  checkEnvironment: null,
  connect: () => new TajoClient(),
  runPreflight: () => null,
  startServer: null,
};

/** For command lines that ask no connector. */
export const CONTEXT: CliContext = {
  io: ioInto(new PassThrough()),
  settings: readClientSettings({ env: {} }),
  client: new TajoClient(),
  loadConfig: () => {
    throw new Error('not asked for');
  },
  ...NO_SERVER,
  loadPolicy: () => {
    throw new Error('not asked for');
  },
  paint: createPaint(false),
  now: Date.now,
  fail: () => undefined,
};
