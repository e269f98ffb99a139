import { createBar } from '../../packages/sdk/cli/output/bar';
import { createLines } from '../../packages/sdk/cli/output/lines';
import type { ProgressView } from '../../packages/sdk/cli/output/progress-view';
import { createPaint } from '../../packages/sdk/cli/paint';
import { TajoClient } from '../../packages/sdk/client/client';
import { nextStepOf, TajoError } from '../../packages/sdk/client/errors';
import type { ConnectionCheck, ConnectorList, SyncProgress, SyncTotals } from '../../packages/sdk/client/types';

export interface MainJob {
  readonly url: string;
  readonly apiKey: string;
  readonly account: string;
  /** Where progress is shown: a terminal gets a bar. */
  readonly screen: NodeJS.WriteStream;
  readonly signal: AbortSignal;
  /** Where `enabled` stands. */
  readonly settingsFile: string;
  /** Nobody stays who could give another key: a refused one ends the waiting. */
  readonly once: boolean;
}

/** How the main job ended: with totals, or without, and why. */
export type MainJobEnd =
  { readonly totals: SyncTotals } | { readonly totals: null; readonly code: string; readonly reason: string };

function switchedOff(settingsFile: string): MainJobEnd {
  const reason = `It is switched off: nothing is read and nothing is sent. Set \`enabled: true\` in ${settingsFile} and start it again.`;
  return { totals: null, code: 'account.off', reason };
}

/**
 * The main job: a full sync before the reader's eyes. One that an earlier start left running is followed to its end, also while it waits for
 * another key, unless `once`: then the waiting ends, and the run keeps its place for the next start.
 */
export async function runMainJob(job: MainJob): Promise<MainJobEnd> {
  const { connectors } = new TajoClient({ url: job.url, apiKey: job.apiKey });
  const view = createView(job.screen);
  const refused = new AbortController();
  const look = lookForRefusal(connectors, job.account);
  const onProgress = (progress: SyncProgress): void => {
    view.update(progress);
    if (!job.once) return;
    // What cannot be asked for is asked for with the next look.
    void look(progress).then(
      (refusal) => {
        if (refusal !== null) refused.abort(refusal);
      },
      () => undefined,
    );
  };
  const signal = AbortSignal.any([job.signal, refused.signal]);
  try {
    const { totals } = await connectors.sync('gorgias', { type: 'full', account: job.account, signal, onProgress });
    view.end('done');
    return { totals };
  } catch (thrown) {
    if (refused.signal.aborted) return refused.signal.reason as MainJobEnd;
    if (thrown instanceof TajoError && thrown.code === 'account.off') return switchedOff(job.settingsFile);
    throw thrown;
  } finally {
    view.end();
  }
}

/** Looks in a row, a second apart, in which a run waits: it has tried in between. */
const LOOKS = 3;

/**
 * Answers how the job ends once its run waits for another key; else null. The first time that it waits it is told to try at once: what it
 * waits for may be a key of the start before, which was corrected.
 */
function lookForRefusal(
  connectors: TajoClient['connectors'],
  account: string,
): (progress: SyncProgress) => Promise<MainJobEnd | null> {
  let looks = 0;
  let isTold = false;
  return async ({ state }) => {
    looks = state === 'waiting' ? looks + 1 : 0;
    if (looks === 0 || (isTold && looks < LOOKS)) return null;
    const own = (await connectors.list()).connectors.find((one) => one.account === account);
    if (!isTold && own !== undefined && own.state !== 'paused') {
      [isTold, looks] = [true, 0];
      await connectors.resume('gorgias', { account });
      return null;
    }
    return own === undefined ? null : refusalOf(own);
  };
}

type Account = ConnectorList['connectors'][number];

/** Null: no vendor refuses the account's key. */
function refusalOf({ state, stateReason, stateCode }: Account): MainJobEnd | null {
  if (state !== 'refused' || stateCode?.startsWith('auth.') !== true) return null;
  // The command that gives another key wants a connector that is up.
  const said = (stateReason ?? 'A vendor refuses the key.').replace(nextStepOf(stateCode) ?? '', '').trim();
  const keys = stateCode.includes('brevo') ? 'BREVO_API_KEY' : 'GORGIAS_EMAIL and GORGIAS_API_KEY';
  return {
    totals: null,
    code: stateCode,
    reason: `${said} The sync keeps its place: correct ${keys} and start again.`,
  };
}

/** What the vendors say to the keys: one question after the other, one cause said once. */
export async function tryVendors({
  url,
  apiKey,
  account,
}: Pick<MainJob, 'url' | 'apiKey' | 'account'>): Promise<readonly ConnectionCheck[]> {
  try {
    return (await new TajoClient({ url, apiKey }).connectors.test('gorgias', { account })).checks;
  } catch (thrown) {
    if (!(thrown instanceof TajoError)) throw thrown;
    return [
      { name: 'connector', ok: false, sentence: `${thrown.message} ${thrown.nextStep ?? ''}`, code: thrown.code },
    ];
  }
}

function createView(screen: NodeJS.WriteStream): ProgressView {
  if (!screen.isTTY) return createLines({ write: (line) => void screen.write(`${line}\n`), now: Date.now });
  const paint = createPaint(screen.hasColors());
  return createBar({ stream: screen, columns: () => screen.columns, rows: () => screen.rows, paint });
}
