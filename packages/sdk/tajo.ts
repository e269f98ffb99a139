#!/usr/bin/env node
import './cli/require-node';
import { join } from 'node:path';
import { processDeps } from './cli/process-deps';
import { runCli } from './cli/run';

// `tajo … | head`: the reader has gone, which is no failure of ours.
process.stdout.on('error', () => process.exit(0));

void runCli(process.argv.slice(2), processDeps(join(__dirname, '..', '..', 'src'))).then((exitCode) => {
  process.exitCode = exitCode;
});
