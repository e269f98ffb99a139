import { relative } from 'node:path';
import type { ConnectorConfig } from '../../../../src/config/types';
import type { Rehearsal } from '../../client/rehearsals';
import type { Plan, SyncFinished } from '../../client/types';
import type { CliContext } from '../context';
import { follow } from '../follow';
import { planLines } from '../output/plan';
import { rehearsalLines } from '../output/rehearsal';
import { syncLines } from '../output/sync';
import { wrap } from '../output/wrap';
import type { SetUpConnector } from './connector';
import type { InitFlags } from './flags';
import type { Interview } from './interview';
import { Interrupted } from '../prompts';
import { indented, misfitLines, NOTHING_TO_REHEARSE } from './tell';
import { comparedWithVendors } from './write-settings';

export interface Finishing {
  readonly context: CliContext;
  readonly connector: SetUpConnector;
  readonly interview: Interview;
  readonly flags: InitFlags;
  readonly json: boolean;
  readonly say: (...lines: readonly string[]) => void;
}

export interface Written {
  /** Absolute. */
  readonly file: string;
  readonly config: ConnectorConfig;
  readonly account: string;
}

/** What came of it, for a program. */
export interface Finished {
  readonly file: string;
  readonly account: string;
  /** By their lines. */
  readonly misfits: readonly string[];
  readonly plan: Plan | null;
  readonly rehearsal: Rehearsal | null;
  readonly sync: SyncFinished | null;
}

/** After the file: what it costs, what its campaigns would have sent, and the first sync with it. */
export async function finish(finishing: Finishing, written: Written): Promise<Finished> {
  const { context, connector, say } = finishing;
  const { file, account } = written;
  const { misfits, doubts } = await comparedWithVendors(connector.client(), file, written);
  say(...misfitLines(context.paint, misfits), ...indented(doubts));
  const none = { file, account, misfits, plan: null, rehearsal: null, sync: null };
  if (misfits.length > 0) {
    context.fail();
    say(...mendLines(finishing, file));
    return none;
  }
  if (connector.isOurs) {
    say('The connector reads the new settings …');
    await connector.restart(file);
  }
  const plan = await connector.client().connectors.plan('gorgias', { account });
  if (!connector.isOurs) say('', ...OF_BEFORE);
  say('', ...planLines(plan), '');
  const before = await rehearsed(finishing, written, NOTHING_TO_REHEARSE);
  const sync = await firstSync(finishing, written);
  const rehearsal = sync === null ? before : ((await rehearsed(finishing, written, [])) ?? before);
  say(...nextLines(finishing, written, sync !== null));
  return { ...none, plan, rehearsal, sync };
}

const OF_BEFORE = wrap(
  'The connector runs with its settings of before until it is started again; by those the next sync comes to this:',
  80,
);

/** Null: there is nothing to ask it about, or nobody to be mailed. @param nothing What is said where no ticket is known */
async function rehearsed(
  { context, connector, say }: Finishing,
  { file, config, account }: Written,
  nothing: readonly string[],
): Promise<Rehearsal | null> {
  if (Object.keys(config.campaigns).length === 0) return null;
  const { connectors } = connector.client();
  const { ticketsTracked } = await connectors.status('gorgias', { account });
  if (ticketsTracked === 0) {
    if (nothing.length > 0) say(...nothing, '');
    return null;
  }
  // Ours reads the new settings by now: there are no others to hold them against.
  const policy = connector.isOurs ? undefined : context.loadPolicy(file, account);
  const rehearsal = await connectors.rehearse('gorgias', { account, policy });
  const which = connector.isOurs ? 'these campaigns' : 'the campaigns of before and these';
  say(`In the last 90 days ${which} would have sent:`, '', ...rehearsalLines(rehearsal), '');
  return rehearsal;
}

async function firstSync(
  { context, connector, interview, flags, json, say }: Finishing,
  { account }: Written,
): Promise<SyncFinished | null> {
  // Another one's connector still has the settings of before.
  if (!connector.isOurs) return null;
  const question = { flag: '--sync or --no-sync', given: flags.sync, fallback: true };
  const isWanted = await interview.confirm(FIRST_SYNC, question).catch((thrown: unknown) => {
    if (!(thrown instanceof Interrupted)) throw thrown;
    say('Stopped. The settings are written, and no sync was begun.');
    return false;
  });
  if (!isWanted) return null;
  const client = connector.client();
  const result = await follow({ ...context, client }, { account, json, detached: STOPS_WITH_US }, (watch) =>
    client.connectors.sync('gorgias', { account, type: 'full', ...watch }),
  );
  if (result === 'detached') return null;
  say(...syncLines(context.paint, result, false), '');
  return result;
}

const FIRST_SYNC = 'Run the first sync now? It writes to Brevo.';

/** The connector was started for this, and ends with it. */
const STOPS_WITH_US =
  'Stopped, and the sync with it, because the connector that was started here ends now: `npm start` goes on with it.';

/** One that was started for the questions ends now, and nobody could be asked by `--online`. */
function mendLines({ connector }: Finishing, file: string): string[] {
  return connector.isOurs
    ? wrap(`Mend these lines; then \`${startCommand(file)}\` looks again and, once it fits, runs the first sync.`, 80)
    : [`Mend these lines, then: tajo config check ${nameOf(file)} --online`];
}

function nextLines({ connector }: Finishing, { file }: Written, synced: boolean): string[] {
  if (connector.isOurs)
    return synced
      ? [`From here on \`${startCommand(file)}\` keeps Brevo up to date, and brings the console.`]
      : [`Next: \`${startCommand(file)}\` runs the first sync and keeps Brevo up to date.`];
  return wrap(
    `Start the connector again where it runs, so that it reads ${nameOf(file)}; then: tajo connectors sync gorgias`,
    80,
  );
}

function startCommand(file: string): string {
  const name = nameOf(file);
  return name === 'tajo.yaml' ? 'npm start' : `npm start -- --config ${name}`;
}

/** As somebody in this folder calls it. */
function nameOf(file: string): string {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
}
