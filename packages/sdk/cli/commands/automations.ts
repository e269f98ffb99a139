import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { TajoError } from '../../client/errors';
import type { Automations } from '../../client/insight-types';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';
import { automationLines, backfillText } from '../output/automations';
import { readTime, SINCE_HELP } from '../since';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

interface AutomationsFlags extends AccountFlag {
  readonly since?: string;
  readonly backfill?: string;
}

const POLL_MS = 1_000;

export function addAutomations(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(
      parent,
      'automations',
      'show what the rules and macros of Gorgias did, and CSAT with and without them',
      'tajo connectors automations gorgias --since 30d\n  $ tajo connectors automations gorgias --backfill 30d',
    ),
  )
    .option('--since <when>', `only what ran since: ${SINCE_HELP}; default 30d`, readTime)
    .option('--backfill <when>', 'first read the feed of Gorgias back to then; Ctrl-C detaches', readTime)
    .action(async (_connector: string, flags: AutomationsFlags, command: Command) => {
      const { json } = globalFlags(command);
      if (flags.backfill !== undefined && !(await backfill(context, flags, flags.backfill, json))) return;
      const { account, since = flags.backfill } = flags;
      const report = await context.client.connectors.automations('gorgias', { account, since });
      answer(context, json, report, () => automationLines(report));
    });
}

/** True when it has ended; false when nobody watches any more. */
async function backfill(context: CliContext, flags: AutomationsFlags, since: string, json: boolean): Promise<boolean> {
  const { account } = flags;
  await context.client.connectors.backfillAutomations('gorgias', { account, since });
  const interrupted = new AbortController();
  const stopListening = context.io.onInterrupt(() => interrupted.abort());
  let shown = '';
  try {
    for (;;) {
      const { backfill: state } = await context.client.connectors.automations('gorgias', { account, since });
      if (state !== null && state.state !== 'running') return requireSuccess(state);
      const text = state === null ? '' : backfillText(state);
      if (!json && text !== shown) context.io.stdout.write(`${text}\n`);
      shown = text;
      await sleep(POLL_MS, undefined, { signal: interrupted.signal }).catch(() => undefined);
      if (interrupted.signal.aborted) return sayDetached(context, json);
    }
  } finally {
    stopListening();
  }
}

function requireSuccess({ state, sentence }: NonNullable<Automations['backfill']>): true {
  if (state === 'completed') return true;
  throw new TajoError('sync.failed', `The feed could not be read back: ${sentence}`);
}

function sayDetached({ io }: CliContext, json: boolean): false {
  const text = 'No longer watching; the reading goes on. See: tajo connectors automations gorgias';
  io.stdout.write(json ? `${JSON.stringify({ detached: true })}\n` : `${text}\n`);
  return false;
}
