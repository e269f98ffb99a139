import {
  type Audit,
  type AuditReport,
  listAudits,
  readAudit,
  startAudit,
} from '../../../../packages/sdk/contract/audits';
import type { AuditRun } from '../../../control/control';
import { DIFFERENCES, stepOf, type DifferenceKind, repairable } from '../../../domain/audit/differences';
import { ConnectorError } from '../../../domain/errors/connector-error';
import type { AuditRow, Store, StoredFinding } from '../../../store/types';
import { chooseAccount } from '../../accounts';
import { implement } from '../../operation';
import { type Newest, newestRun, stateOfReport } from '../../report-state';

const EXAMPLES = 3;
const LISTED = 60;

export const auditOperations = {
  startAudit: implement(startAudit, async ({ query, body }, { store, connector, uiUrl }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { sample, all, repair, overwrite, report } = body;
    if (report !== undefined && (await store.audits.find(account, report)) === null) throw unknownReport(account);
    const started = await connector.startAudit({
      account,
      all,
      repair,
      overwrite,
      ...(sample === undefined ? {} : { sample }),
      ...(report === undefined ? {} : { report }),
    });
    return { account, ...started, report: report ?? started.runId, ui: uiUrl };
  }),

  readAudit: implement(readAudit, async ({ query }, { store, connector }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const found = await newestRun(() => connector.audit(account));
    const run = found === null || found === 'away' ? null : viewOf(found);
    const row = await store.audits.find(account, query.report ?? null);
    if (row === null && query.report !== undefined && run?.report !== query.report) throw unknownReport(account);
    return { account, run, report: row === null ? null : await reportOf(store, account, stated(row, found)) };
  }),

  listAudits: implement(listAudits, async ({ query }, { store, connector }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const rows = await store.audits.list(account, LISTED);
    const isUnderWay = rows.some(({ state }) => state === 'running');
    const found = isUnderWay ? await newestRun(() => connector.audit(account)) : null;
    return { account, reports: rows.map((row) => summaryOf(stated(row, found))) };
  }),
};

function unknownReport(account: string): ConnectorError {
  return new ConnectorError(
    'input.invalid',
    `No report with this id is kept for ${account}: \`tajo connectors audit gorgias --list\` shows those that are.`,
    {
      details: { field: 'report' },
    },
  );
}

function viewOf({ run, progress }: AuditRun): NonNullable<Audit['run']> {
  const { state, runId } = run;
  const { report = runId, percent = null, etaSeconds = null, sentence = run.failure ?? state } = progress ?? {};
  return { runId, report, state, sentence, percent, etaSeconds };
}

function stated(row: AuditRow, found: Newest<AuditRun>): AuditRow {
  const newest = found === null || found === 'away' ? found : found.run;
  return { ...row, state: stateOfReport({ id: row.auditId, kept: row.state }, newest) };
}

type Summary = Omit<AuditRow, 'auditId' | 'position'> & { readonly report: string };

function summaryOf({ auditId, scope, nightly, state, startedAt, finishedAt, ...figures }: AuditRow): Summary {
  const { contacts, looked, waiting, differing, requests } = figures;
  return {
    report: auditId,
    scope,
    nightly,
    state,
    startedAt,
    finishedAt,
    contacts,
    looked,
    waiting,
    differing,
    requests,
  };
}

async function reportOf(store: Store, account: string, row: AuditRow): Promise<AuditReport> {
  const { auditId } = row;
  const [counts, examples, repairs, withOthers] = await Promise.all([
    store.audits.counts(account, auditId),
    store.audits.examples(account, auditId, EXAMPLES),
    store.audits.repairs(account, auditId, repairable(false)),
    store.audits.repairs(account, auditId, repairable(true)),
  ]);
  const differences = counts.flatMap(({ kind, about, contacts }) =>
    kind === 'kept' ? [] : [differenceOf({ kind, about, contacts }, examples)],
  );
  const sum = (by: 'us' | 'others'): number =>
    differences.reduce((total, one) => total + (one.by === by ? one.contacts : 0), 0);
  return {
    ...summaryOf(row),
    ours: sum('us'),
    others: sum('others'),
    differences: differences.sort(inOrder),
    // The second count may see less than the first, when a repair goes on between them.
    repairs: { ...repairs, overwritable: Math.max(0, withOthers.open - repairs.open) },
  };
}

type ReportedDifference = AuditReport['differences'][number];

function differenceOf(
  { kind, about, contacts }: { readonly kind: DifferenceKind; readonly about: string; readonly contacts: number },
  findings: readonly StoredFinding[],
): ReportedDifference {
  const { by, repair, what } = DIFFERENCES[kind];
  const isOf = (finding: StoredFinding): boolean =>
    finding.kind === kind && (finding.about === about || kind === 'stranger');
  return {
    kind,
    by,
    what,
    contacts,
    about: about === '' ? null : about,
    repair: repair === 'never' ? 'never' : by === 'us' ? 'repair' : 'overwrite',
    step: stepOf(kind),
    examples: findings
      .filter(isOf)
      .slice(0, EXAMPLES)
      .map(({ customerId, has, should, foundAt, state }) => ({ customerId, has, should, foundAt, state })),
  };
}

/** What we caused first, then what most contacts have. */
function inOrder(one: ReportedDifference, other: ReportedDifference): number {
  if (one.by !== other.by) return one.by === 'us' ? -1 : 1;
  return other.contacts - one.contacts;
}
