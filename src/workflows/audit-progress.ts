import type { AuditStatus, RepairStatus } from '../activities/audits/types';
import type { AuditProgress } from './messages';
import type { Reported } from './sync/control';

/** What an audit knows of itself; folded from the results of its activities. */
export interface AuditProgressState extends Reported {
  readonly runId: string;
  readonly startedAtMs: number;
  /** The report's id. */
  readonly report: string;
  readonly phase: AuditProgress['phase'];
  readonly audit: AuditStatus | null;
  readonly repair: RepairStatus | null;
}

export function describeAudit(progress: AuditProgressState, nowMs: number): AuditProgress {
  const { account, runId, report, phase, state, audit, repair, startedAtMs } = progress;
  const { looked = 0, differing = 0, ours = 0, others = 0, requests = 0, contacts = null } = audit ?? {};
  const share = shareDone(progress);
  const elapsed = (nowMs - startedAtMs) / 1_000;
  return {
    account,
    runId,
    report,
    phase,
    state,
    looked,
    differing,
    ours,
    others,
    requests,
    contacts,
    repaired: repair?.repaired ?? 0,
    sentence: auditSentence(progress),
    startedAt: new Date(startedAtMs).toISOString(),
    percent: share === null ? null : Math.floor(share * 100),
    etaSeconds: share === null || share < 0.02 ? null : Math.round((elapsed * (1 - share)) / share),
  };
}

/** Of what is under way: comparing, then repairing. */
function shareDone({ phase, audit, repair }: AuditProgressState): number | null {
  if (phase === 'done') return 1;
  if (phase === 'repairing' && repair !== null) {
    const settled = repair.repaired + repair.refused + repair.superseded;
    return settled / Math.max(1, settled + repair.open);
  }
  if (audit === null) return null;
  // Contacts that nobody counted when it began are looked at too.
  return Math.min(0.99, audit.looked / Math.max(1, audit.contacts));
}

/** One sentence for a person; also the details panel of the Temporal UI. */
export function auditSentence({ waitingFor, phase, audit, repair }: AuditProgressState): string {
  if (waitingFor !== null) return waitingFor;
  const { looked = 0, contacts = 0, ours = 0, others = 0 } = audit ?? {};
  const found = `${count(ours)} differences caused by us, ${count(others)} by others`;
  switch (phase) {
    case 'preparing':
      return 'counting contacts, attributes and lists';
    case 'comparing':
      if (audit === null) return 'comparing: the first contacts are being read back';
      return `comparing: ${count(looked)} of ${count(contacts)} contacts, ${found}`;
    case 'repairing':
      return `repairing: ${count(repair?.repaired ?? 0)} differences written, ${count(repair?.open ?? 0)} to go`;
    case 'done': {
      const written = repair === null ? '' : `; ${count(repair.repaired)} written`;
      return `done: ${count(looked)} contacts compared, ${found}${written}`;
    }
  }
}

function count(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
