import { DIFFERENCES } from '../../domain/audit/differences';
import type { TargetType } from '../../domain/contact/mapping-types';
import type { CountedDifference } from '../../store/audits/audit-types';
import { targetOf } from '../contacts/clear-values';
import { mappingRules } from '../contacts/contact-facts';
import { recordLosses, type SeenCounts } from '../contacts/read-back';
import type { ActivityDeps } from '../deps';
import { auditStatus } from './audit-contacts';
import type { AuditSetup, AuditStatus } from './types';

/** A night's sample is not larger. */
const MOST_STALE = 1_000;

/**
 * Closes the report. Of what we caused one alert is raised by a night's sample, for nobody has asked for it: Brevo answers 2xx to values that
 * it drops. A type of which most values are gone is written singly from now on, and what has only changed in Gorgias is due.
 */
export async function finishAudit(deps: ActivityDeps, setup: AuditSetup): Promise<AuditStatus> {
  const { account, auditId } = setup;
  const { audits } = deps.store;
  const status = await auditStatus(deps, setup, { phase: 'done' });
  const audit = await audits.find(account, auditId);
  if (audit?.state !== 'running') return status;
  const counts = await audits.counts(account, auditId);
  const rules = await mappingRules(deps, setup);
  await recordLosses(deps, account, { rules, seen: seenIn(counts, (name) => targetOf(rules, name)) });
  if (audit.nightly) await markStale(deps, setup);
  await audits.forgetOld(account);
  const caused = counts.filter(({ kind }) => kind !== 'kept' && kind !== 'stale' && DIFFERENCES[kind].by === 'us');
  const kinds = Object.fromEntries(caused.map(({ kind, about, contacts }) => [`${kind} ${about}`.trim(), contacts]));
  const figures = { account, report: auditId, looked: status.looked, ours: status.ours, others: status.others };
  deps.log[audit.nightly && caused.length > 0 ? 'error' : 'info']('audit.finished', { ...figures, kinds });
  // Last: an attempt that ends before it is made again, and an alert may come twice, but is not lost.
  await audits.finish(account, auditId, 'completed');
  return status;
}

function seenIn(counts: readonly CountedDifference[], target: (attribute: string) => TargetType): SeenCounts {
  const seen = new Map<TargetType, { kept: number; lost: number }>();
  for (const { kind, about, contacts } of counts) {
    if (kind !== 'kept' && kind !== 'dropped' && kind !== 'outdated') continue;
    const { kept, lost } = seen.get(target(about)) ?? { kept: 0, lost: 0 };
    const isKept = kind === 'kept';
    seen.set(target(about), { kept: kept + (isKept ? contacts : 0), lost: lost + (isKept ? 0 : contacts) });
  }
  return seen;
}

async function markStale(deps: ActivityDeps, { account, auditId }: AuditSetup): Promise<void> {
  const stale = await deps.store.audits.open(account, auditId, { kinds: ['stale'], contacts: MOST_STALE });
  await deps.store.contacts.mark(
    account,
    stale.map(({ emailKey }) => emailKey),
  );
}

/** An audit that was cancelled, or that could not go on. What it has found by then stays. */
export async function failAudit(
  { store }: ActivityDeps,
  { account, auditId }: { readonly account: string; readonly auditId: string },
  state: 'failed' | 'cancelled',
): Promise<void> {
  await store.audits.finish(account, auditId, state);
}
