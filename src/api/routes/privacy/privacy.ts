import {
  allowPerson,
  type Erasure,
  erasePerson,
  exportPerson,
  readErasure,
} from '../../../../packages/sdk/contract/privacy';
import { ConnectorError } from '../../../domain/errors/connector-error';
import type { Store } from '../../../store/types';
import { campaignWorkflowId, ticketWorkflowId } from '../../../workflows/messages';
import { chooseAccount } from '../../accounts';
import { implement } from '../../operation';
import { outOfReach } from './out-of-reach';

type StoredErasure = NonNullable<Awaited<ReturnType<Store['privacy']['find']>>>;

export const privacyOperations = {
  exportPerson: implement(exportPerson, async ({ query, body }, { store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { scope, tables } = await store.privacy.export(account, body.email);
    return {
      account,
      exportedAt: new Date().toISOString(),
      customers: scope.customerIds,
      tickets: scope.ticketIds,
      workflows: [
        ...scope.ticketIds.map((id) => ticketWorkflowId(account, id)),
        ...scope.requestIds.map((id) => campaignWorkflowId(account, id)),
      ],
      tables,
    };
  }),

  erasePerson: implement(erasePerson, async ({ query, body }, { store, connector, uiUrl }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const started = await connector.startErasure({ account, email: body.email, brevo: body.brevo });
    return { account, ...started, ui: uiUrl };
  }),

  readErasure: implement(readErasure, async ({ params, query }, { store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const erasure = await store.privacy.find(account, params.person);
    if (erasure === null) throw unknownPerson(account);
    return receiptOf(erasure, await installed(store, account));
  }),

  allowPerson: implement(allowPerson, async ({ query, body }, { store }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const before = await store.privacy.findByAddress(account, body.email);
    const erasure = await store.privacy.allow(account, body.email);
    const already = before?.state === 'allowed';
    return { account, already, erasure: erasure === null ? null : receiptOf(erasure, await installed(store, account)) };
  }),
};

function unknownPerson(account: string): ConnectorError {
  return new ConnectorError('input.invalid', `person is nobody who was erased in ${account}.`, {
    details: { field: 'person' },
  });
}

interface Accounts {
  readonly account: string;
  /** The others of this installation. */
  readonly others: readonly string[];
}

async function installed({ accounts }: Pick<Store, 'accounts'>, account: string): Promise<Accounts> {
  const others = (await accounts.list()).filter((row) => row.account !== account);
  return { account, others: others.map((row) => row.account) };
}

function receiptOf(erasure: StoredErasure, { account, others }: Accounts): Erasure {
  const { person, state, shutAt, storeAt, erasedAt, allowedAt, gorgiasAt, workflows, deleted } = erasure;
  const { brevo, brevoAt, brevoEnd, againAt, imports } = erasure;
  const rows = Object.entries(deleted);
  return {
    account,
    person,
    state,
    shutAt,
    storeAt,
    erasedAt,
    allowedAt,
    rowsDeleted: rows.reduce((sum, [, count]) => sum + count, 0),
    deleted: Object.fromEntries(rows),
    historyKeys: deleted['history_keys'] ?? 0,
    workflowsEnded: workflows,
    brevo: { asked: brevo, at: brevoAt, end: brevoEnd, againAt, importsUnderWay: imports.length },
    gorgiasAt,
    outOfReach: [...outOfReach(erasure, others)],
  };
}
