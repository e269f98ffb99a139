import type { Command } from 'commander';
import type { Rehearsal, RehearsedEnds } from '../../client/rehearsals';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';
import { endsOfTickets } from '../output/figures';
import { rehearsalLines } from '../output/rehearsal';
import { CHANGED_SHOWN } from '../output/rehearsed-ends';
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
  const rehearsal = await watchUntilDone(context, { ...WATCHED, account, json }, (watch) =>
    context.client.connectors.rehearse('gorgias', { account, since, policy, ...watch }),
  );
  if (rehearsal === null) return;
  if (json) {
    const ends = await endsOf(context, rehearsal, { only: 'all', most: Number.POSITIVE_INFINITY });
    answer(context, json, { ...rehearsal, ends }, () => []);
    return;
  }
  const { proposed, agreement } = rehearsal;
  const none = { only: 'changed', most: 0 } as const;
  const changed = await endsOf(context, rehearsal, proposed === null ? none : { only: 'changed', most: CHANGED_SHOWN });
  const isAlike = agreement.differing.length === 0;
  const differing = await endsOf(context, rehearsal, isAlike ? none : { only: 'differing', most: MOST_DIFFERING });
  answer(context, json, rehearsal, () => rehearsalLines(rehearsal, { changed, differing }));
}

/** Looked through for tickets of each cause: a page. */
const MOST_DIFFERING = 500;

const WATCHED = {
  sentence: ({ percent, today }: Rehearsal) => `rehearsing: ${String(percent)}%, ${endsOfTickets(today.ends)}`,
  detached: 'No longer watching; the rehearsal goes on, and sends nothing.',
};

async function endsOf(
  { client }: CliContext,
  { id, account }: Rehearsal,
  { only, most }: { readonly only: 'all' | 'changed' | 'differing'; readonly most: number },
): Promise<readonly RehearsedEnds['ends'][number][]> {
  const ends: RehearsedEnds['ends'][number][] = [];
  if (most === 0) return ends;
  for await (const end of client.connectors.rehearsedEnds('gorgias', id, { account, only })) {
    ends.push(end);
    if (ends.length === most) break;
  }
  return ends;
}
