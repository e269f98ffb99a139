import type { Command } from 'commander';
import type { Rehearsal, RehearsedEnds } from '../../client/rehearsals';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';
import { CHANGED_SHOWN, rehearsalLines } from '../output/rehearsal';
import { readTime, SINCE_HELP } from '../since';
import { watchUntilDone } from '../watch-until-done';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

interface RehearseFlags extends AccountFlag {
  readonly since?: string;
  readonly policy?: string;
}

export function addRehearse(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(
      parent,
      'rehearse',
      'tell what the policy would have sent in the past, and what another one would; sends nothing',
      'tajo connectors rehearse gorgias --since 90d\n  $ tajo connectors rehearse gorgias --policy policy.yaml',
    ),
  )
    .option('--since <when>', `only tickets that were closed since: ${SINCE_HELP}; default 90d`, readTime)
    .option(
      '--policy <file>',
      'a policy to hold beside today’s: csat, campaigns, frequency_cap, hold, or a whole tajo.yaml',
    )
    .action((_connector: string, flags: RehearseFlags, command: Command) =>
      rehearse(context, flags, globalFlags(command).json),
    );
}

async function rehearse(context: CliContext, flags: RehearseFlags, json: boolean): Promise<void> {
  const { account, since, policy: file } = flags;
  // Before anything begins: a fault of the file is told with its line.
  const policy = file === undefined ? undefined : context.loadPolicy(file, account);
  const rehearsal = await watchUntilDone(context, { ...WATCHED, json }, (watch) =>
    context.client.connectors.rehearse('gorgias', { account, since, policy, ...watch }),
  );
  if (rehearsal === null) return;
  const isCompared = rehearsal.proposed !== null;
  const ends = json || isCompared ? await endsOf(context, rehearsal, { onlyChanged: !json }) : [];
  answer(context, json, { ...rehearsal, ends }, () => rehearsalLines(rehearsal, ends));
}

const WATCHED = {
  sentence: ({ percent, today }: Rehearsal) => `rehearsing: ${String(percent)}%, ${String(today.ends)} ends of tickets`,
  detached: 'No longer watching; the rehearsal goes on, and sends nothing.',
};

/** All, or a few of those that the two policies answer differently. */
async function endsOf(
  { client }: CliContext,
  { id, account }: Rehearsal,
  { onlyChanged }: { readonly onlyChanged: boolean },
): Promise<readonly RehearsedEnds['ends'][number][]> {
  const ends = [];
  const only = onlyChanged ? 'changed' : 'all';
  for await (const end of client.connectors.rehearsedEnds('gorgias', id, { account, only })) {
    ends.push(end);
    if (onlyChanged && ends.length === CHANGED_SHOWN) break;
  }
  return ends;
}
