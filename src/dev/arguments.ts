import { parseArgs } from 'node:util';
import { UsageError } from '../domain/errors/failure';

export interface DevArguments {
  /** End when the first full sync is done and published. */
  readonly once: boolean;
  /** Configuration file; null: `tajo.yaml`, else the shipped example. */
  readonly config: string | null;
  /** Standard output carries two JSON lines and nothing else. */
  readonly json: boolean;
  /** Nothing happens in the sandbox by itself. */
  readonly quietSandbox: boolean;
  /** For `tajo init`: no schedule and no sync; ends when standard input does. */
  readonly setUp: boolean;
  /** For `tajo config check`: starts nothing and says in one JSON line what of the environment would stop a start. */
  readonly check: boolean;
  readonly help: boolean;
}

export const HELP = `Usage: npm start -- [--once] [--config FILE] [--json] [--quiet-sandbox]

Brings up everything on this machine (Temporal with its UI, Postgres, API, worker; without credentials a sandbox Gorgias
and Brevo too), runs a full sync and stays up until Ctrl-C.

  --once         end when the first full sync is done and published (exit code 0 if all is well), or waits for a key that
                 a vendor refuses (exit code 1)
  --config FILE  configuration (default: tajo.yaml, else the shipped example)
  --json         one JSON line when ready and one at the end of the run
  --quiet-sandbox
                 without credentials: no ticket is opened or answered in the sandbox by itself`;

/** @throws UsageError that names the flag. */
export function readArguments(args: readonly string[]): DevArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      options: {
        once: { type: 'boolean' },
        config: { type: 'string' },
        json: { type: 'boolean' },
        'quiet-sandbox': { type: 'boolean' },
        'set-up': { type: 'boolean' },
        check: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const { once = false, config = null, json = false, check = false, help = false } = values;
    return {
      once,
      config,
      json,
      quietSandbox: values['quiet-sandbox'] ?? false,
      setUp: values['set-up'] ?? false,
      check,
      help,
    };
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message.split('. ')[0] : 'a flag is wrong';
    throw new UsageError(
      `npm start: ${reason ?? ''}.`,
      'The flags are --once, --config FILE, --json and --quiet-sandbox; --help explains them.',
    );
  }
}
