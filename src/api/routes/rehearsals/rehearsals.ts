import {
  listRehearsedEnds,
  readRehearsal,
  type RehearsedEnds,
  startRehearsal,
} from '../../../../packages/sdk/contract/rehearsals';
import { readPolicy } from '../../../../packages/sdk/contract/policy';
import { checkPolicy } from '../../../config/policy-file';
import type { LatestRun } from '../../../control/control';
import { ConnectorError } from '../../../domain/errors/connector-error';
import { timestamp } from '../../../domain/timestamp';
import type { AfterEnd, RehearsalRow, RehearsedRow } from '../../../store/rehearsals/rehearsal-types';
import type { Store } from '../../../store/types';
import { chooseAccount } from '../../accounts';
import { implement } from '../../operation';
import { newestRun } from '../../report-state';
import { reportOf, runOf } from './rehearsal-report';

const NEWEST = 'newest';

export const rehearsalOperations = {
  readPolicy: implement(readPolicy, async ({ query }, { store, policyOf }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    return { account, policy: policyOf(account) };
  }),

  startRehearsal: implement(startRehearsal, async ({ query, body }, { store, connector, uiUrl }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { since, policy } = body;
    if (policy !== undefined) checkPolicy(policy);
    const { workflowId, runId } = await connector.startRehearsal({
      account,
      ...(since === undefined ? {} : { since }),
      ...(policy === undefined ? {} : { policy }),
    });
    return { account, id: runId, workflowId, ui: uiUrl };
  }),

  readRehearsal: implement(readRehearsal, async ({ params, query }, { store, connector }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const newest = await newestRun(() => connector.rehearsal(account));
    const id = params.id === NEWEST ? await newestId(store, account, newest === 'away' ? null : newest) : params.id;
    const row = await store.rehearsals.find(account, id);
    if (row === null && runOf(id, newest) === null) throw unknownRehearsal(account);
    return reportOf({ account, id, row, newest });
  }),

  listRehearsedEnds: implement(listRehearsedEnds, async ({ params, query }, { store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { only, after, limit } = query;
    const row = await (params.id === NEWEST
      ? store.rehearsals.newest(account)
      : store.rehearsals.find(account, params.id));
    if (row === null) throw unknownRehearsal(account);
    const page = { only, after: after === undefined ? null : afterOf(after), limit };
    const ends = await store.rehearsals.ends(account, row.id, page);
    const last = ends.length < limit ? undefined : ends.at(-1);
    const next = last === undefined ? null : `${String(last.ticketId)}/${last.closedAt}`;
    return { account, id: row.id, ends: ends.map(viewOf), next };
  }),
};

/** One that has just been accepted has no report yet. */
async function newestId(store: Store, account: string, run: LatestRun | null): Promise<string> {
  const row: RehearsalRow | null = await store.rehearsals.newest(account);
  if (row === null && run === null) throw unknownRehearsal(account);
  return run !== null && (row === null || run.startedAt > row.startedAt) ? run.runId : (row?.id ?? '');
}

function afterOf(cursor: string): AfterEnd {
  const [ticketId = '', closedAt = ''] = cursor.split('/');
  try {
    return { ticketId: Number(ticketId), closedAt: timestamp(closedAt) };
  } catch (cause) {
    throw new ConnectorError('input.invalid', 'after must be the `next` of the page before.', {
      cause,
      details: { field: 'after' },
    });
  }
}

function viewOf({ today, proposed, life, ...end }: RehearsedRow): RehearsedEnds['ends'][number] {
  return { ...end, today: withRule(today), proposed: withRule(proposed), life: withRule(life) };
}

function withRule<One extends { readonly by: string | null }>(
  one: One | null,
): (One & { readonly rule: string | null }) | null {
  return one === null ? null : { ...one, rule: one.by };
}

function unknownRehearsal(account: string): ConnectorError {
  return new ConnectorError(
    'input.invalid',
    `There is no such rehearsal of ${account}: the newest ten are kept. Begin one with \`tajo connectors rehearse gorgias\`.`,
    { details: { field: 'id' } },
  );
}
