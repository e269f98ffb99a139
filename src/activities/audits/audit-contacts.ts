import { cancellationSignal } from '@temporalio/activity';
import { DIFFERENCES } from '../../domain/audit/differences';
import { ConnectorError } from '../../domain/errors/connector-error';
import type { AuditPosition, AuditRow } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { auditPage } from './audit-page';
import { auditSingly } from './audit-singly';
import type { AuditSetup, AuditStatus } from './types';

/** A pause is heard in between. */
const SLICE_MS = 10_000;

/** Looks at the next contacts: a thousand with each page of Brevo's, then those that no page has shown, one by one. Writes nothing to Brevo. */
export async function auditContacts(deps: ActivityDeps, setup: AuditSetup): Promise<AuditStatus> {
  const until = deps.now().getTime() + SLICE_MS;
  const { account, auditId } = setup;
  let position = (await auditOf(deps, setup)).position;
  while (position.phase !== 'done' && deps.now().getTime() < until && !cancellationSignal().aborted) {
    const slice =
      position.phase === 'pages' ? await auditPage(deps, setup, position) : await auditSingly(deps, setup, position);
    const isFirst = await deps.store.audits.save(account, auditId, slice);
    position = isFirst ? slice.to : (await auditOf(deps, setup)).position;
  }
  return auditStatus(deps, setup, position);
}

async function auditOf(deps: ActivityDeps, { account, auditId }: AuditSetup): Promise<AuditRow> {
  const audit = await deps.store.audits.find(account, auditId);
  if (audit !== null) return audit;
  // Another Brevo account is connected by now.
  throw new ConnectorError('input.invalid', `There is no report ${auditId} of ${account} any more`);
}

export async function auditStatus(
  deps: ActivityDeps,
  setup: AuditSetup,
  position: AuditPosition,
): Promise<AuditStatus> {
  const { account, auditId } = setup;
  const { contacts, looked, differing, requests } = await auditOf(deps, setup);
  const by = { us: 0, others: 0 };
  for (const { kind, contacts: found } of await deps.store.audits.counts(account, auditId))
    if (kind !== 'kept') by[DIFFERENCES[kind].by] += found;
  return { contacts, looked, differing, ours: by.us, others: by.others, requests, done: position.phase === 'done' };
}
