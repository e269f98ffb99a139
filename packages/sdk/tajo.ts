#!/usr/bin/env node
import { runCli } from './cli/run';
import { processEnvironment, readClientSettings } from './client/client-settings';
import { loadConfig } from '../../src/config/load-config';
import { TajoClient } from './client/client';

// `tajo … | head`: the reader has gone, which is no failure of ours.
process.stdout.on('error', () => process.exit(0));

void runCli(process.argv.slice(2), {
  io: {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    onInterrupt(callback) {
      process.once('SIGINT', callback);
      return () => process.removeListener('SIGINT', callback);
    },
  },
  settings: readClientSettings(),
  client: new TajoClient(),
  loadConfig: (file) => loadConfig(file, { env: processEnvironment() }),
}).then((exitCode) => {
  process.exitCode = exitCode;
});
