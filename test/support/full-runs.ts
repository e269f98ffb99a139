import type { Sandbox } from '../../packages/sandbox/start';
import { fullSyncWorkflowId, type SyncProgress, type SyncTotals } from '../../src/workflows/messages';
import { differences } from './compare';
import type { TestConnector } from './connector';
import { eventually } from './eventually';
import type { Closing } from './open-connector';

/** Full syncs of one account, to be disturbed. */
export interface FullRuns {
  /** A whole run in small pages, so that there is much to disturb. */
  run(): Promise<SyncTotals>;
  /** Starts a run and answers at once; `ended` is its outcome. */
  begin(): Promise<{ readonly ended: Promise<SyncTotals>; cancel(): Promise<void> }>;
  /** Waits until the run's progress is as wanted. */
  until(wanted: (progress: SyncProgress) => boolean): Promise<SyncProgress>;
  /** What Brevo holds otherwise than Gorgias says; none when the run was right. */
  differences(): readonly string[];
}

/** 8 pages of customers, 15 of tickets, 3 of surveys. */
export const WORLD = { seed: 5, customers: 160, tickets: 300, surveys: 60, active: { customers: 24, messages: 120 } };
const PAGE = 20;

interface Of {
  readonly connector: TestConnector;
  readonly sandbox: Sandbox;
  readonly account: string;
}

export function fullRunsOf(closing: Closing, { connector, sandbox, account }: Of): FullRuns {
  const startedAt = Date.now();
  const handle = connector.client.workflow.getHandle(fullSyncWorkflowId(account));
  // A run that a failed test left behind would keep the next one from starting, or meet its vendors.
  closing.push(() => handle.terminate('the test is over').catch(() => undefined));
  const begin: FullRuns['begin'] = async () => {
    await connector.control.startSync({ account, batchSize: PAGE });
    const ended = handle.result() as Promise<SyncTotals>;
    ended.catch(() => undefined);
    return {
      ended,
      cancel: async () => {
        await handle.cancel();
      },
    };
  };
  return {
    begin,
    run: async () => (await begin()).ended,
    until: async (wanted) => {
      let last: SyncProgress | null = null as SyncProgress | null;
      await eventually(
        async () => {
          last = await connector.control.progress(account);
          return last !== null && wanted(last);
        },
        () => `the run stands at ${JSON.stringify(last)}`,
      );
      if (last === null) throw new Error('a run without progress was wanted');
      return last;
    },
    differences: () => differences(sandbox, startedAt),
  };
}
