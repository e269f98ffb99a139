import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { DELIVERY_KINDS, DELIVERY_STATES } from '../../contract/deliveries';
import { ticketIdSchema } from '../../contract/webhooks';
import type { Deliveries, DeliveriesOptions } from '../../client/insight-types';
import type { CliContext } from '../context';
import { globalFlags, readLimit } from '../flags';
import { deliveriesHead, deliveryLines } from '../output/deliveries';
import { readTime, SINCE_HELP } from '../since';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

interface EventsFlags extends AccountFlag {
  readonly follow?: boolean;
  readonly ticket?: number;
  readonly kind?: Delivery['kind'];
  readonly state?: Delivery['state'];
  readonly name?: string;
  readonly since?: string;
  readonly limit: number;
}

const POLL_MS = 2_000;
/** Looked at again with every poll: a change may be written a little after its own time. */
const OVERLAP_MS = 30_000;

export function addEvents(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(
      parent,
      'events',
      'show what goes to Brevo: timeline events and campaigns; names nobody',
      'tajo connectors events gorgias --follow\n  $ tajo connectors events gorgias --ticket 123 --since 2d',
    ),
  )
    .option('--follow', 'go on showing what is new, until Ctrl-C')
    .option('--ticket <id>', 'only of this ticket', readTicketId)
    .addOption(new Option('--kind <kind>', 'only these').choices(DELIVERY_KINDS))
    .addOption(
      new Option('--state <state>', 'only these; intended is shown as “waits”, given_up as “not sent”').choices(
        DELIVERY_STATES,
      ),
    )
    .option('--name <name>', 'only this event of Brevo, or this campaign')
    .option('--since <when>', `only what changed since: ${SINCE_HELP}`, readTime)
    .option('--limit <n>', 'the newest so many, 1 to 1000', readLimit, 50)
    .action((_connector: string, flags: EventsFlags, command: Command) =>
      tail(context, flags, globalFlags(command).json),
    );
}

async function tail(context: CliContext, flags: EventsFlags, json: boolean): Promise<void> {
  const { limit, since } = flags;
  const first = await context.client.connectors.deliveries('gorgias', { ...filterOf(flags), limit, since });
  if (flags.follow !== true && json) {
    print(context, `${JSON.stringify(first)}\n`);
    return;
  }
  if (!json) print(context, `${first.deliveries.length === 0 ? nothing(flags) : deliveriesHead()}\n`);
  show(context, first.deliveries, json);
  if (flags.follow === true) await follow(context, flags, json, first.deliveries);
}

function filterOf({ account, ticket: ticketId, kind, state, name }: EventsFlags): DeliveriesOptions {
  return { account, ticketId, kind, state, name };
}

function nothing({ ticket, kind, state, name, since }: EventsFlags): string {
  const isFiltered = [ticket, kind, state, name, since].some((given) => given !== undefined);
  return isFiltered ? 'Nothing like that was sent.' : 'Nothing was sent yet.';
}

async function follow(
  context: CliContext,
  flags: EventsFlags,
  json: boolean,
  shown: readonly Delivery[],
): Promise<void> {
  const interrupted = new AbortController();
  const stopListening = context.io.onInterrupt(() => interrupted.abort());
  let seen = new Set(shown.map(versionOf));
  let newest = shown.at(-1)?.at ?? new Date(context.now() - OVERLAP_MS).toISOString();
  try {
    while (await pause(interrupted.signal)) {
      const since = new Date(Date.parse(newest) - OVERLAP_MS).toISOString();
      const { deliveries } = await context.client.connectors.deliveries('gorgias', {
        ...filterOf(flags),
        since,
        limit: 1000,
      });
      show(
        context,
        deliveries.filter((delivery) => !seen.has(versionOf(delivery))),
        json,
      );
      if (deliveries.length > 0) seen = new Set(deliveries.map(versionOf));
      newest = deliveries.at(-1)?.at ?? newest;
    }
  } finally {
    stopListening();
  }
}

type Delivery = Deliveries['deliveries'][number];

function versionOf({ key, state, at }: Delivery): string {
  return `${key} ${state} ${at}`;
}

/** With `--follow --json` a line for each: who reads it wants it at once. */
function show(context: CliContext, deliveries: readonly Delivery[], json: boolean): void {
  for (const delivery of deliveries) {
    const lines = json ? [JSON.stringify(delivery)] : deliveryLines(delivery, context.paint);
    print(context, `${lines.join('\n')}\n`);
  }
}

function print({ io }: CliContext, text: string): void {
  io.stdout.write(text);
}

async function pause(signal: AbortSignal): Promise<boolean> {
  await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}

function readTicketId(text: string): number {
  const parsed = ticketIdSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message ?? 'is not valid'}.`);
}
