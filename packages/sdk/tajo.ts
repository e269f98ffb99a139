#!/usr/bin/env node
import './cli/require-node';
import { join } from 'node:path';
import { processDeps } from './cli/process-deps';
import { runCli } from './cli/run';

// `tajo … | head`: the reader has gone, which is no failure of ours. A disk that is full is one.
process.stdout.on('error', ({ code = 'unknown', message }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit(0);
  process.stderr.write(`The output could not be written whole: ${message}.\n`);
  process.exit(1);
});

void runCli(process.argv.slice(2), processDeps(join(__dirname, '..', '..', 'src'))).then((exitCode) => {
  process.exitCode = exitCode;
});
