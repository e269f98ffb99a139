import { CancellationScope, continueAsNew, isCancellation, setHandler, workflowInfo } from '@temporalio/workflow';
import type { AuditSetup } from '../activities/audits/types';
import { activities } from './activity-options';
import { auditSentence, type AuditProgressState, describeAudit } from './audit-progress';
import { readAuditInput } from './input';
import { type AuditEnd, type AuditInput, auditProgressQuery, NIGHTLY_SAMPLE } from './messages';
import { labelAccount } from './sync/account-label';
import { type ControlOf, controlOver, HandedOver } from './sync/control';

type Control = ControlOf<AuditProgressState>;

/**
 * Audit (spec 16): contacts are read back from Brevo and compared with what they should be, in the lowest lane; with `repair` what the report
 * says is written. Where it stands is in the store, so that it goes on there in a new run.
 */
export async function auditWorkflow(input: AuditInput): Promise<AuditEnd> {
  const request = readAuditInput(input);
  labelAccount(request.account);
  const control = createAuditControl(request);
  try {
    if (request.report === undefined) await audit(control, request);
    if (request.repair === true) await repair(control, request);
  } catch (thrown) {
    if (thrown instanceof HandedOver) return continueAsNew<typeof auditWorkflow>(request);
    await recordEnd(request, isCancellation(thrown) ? 'cancelled' : 'failed');
    throw thrown;
  }
  control.report({ phase: 'done', state: 'completed' });
  const { report, looked, differing, ours, others, repaired, requests } = describeAudit(control.progress(), 0);
  return { report, looked, differing, ours, others, repaired, requests };
}

function createAuditControl({ account, report }: AuditInput): Control {
  const { firstExecutionRunId: runId, startTime } = workflowInfo();
  const initial: AuditProgressState = {
    account,
    runId,
    startedAtMs: startTime.getTime(),
    report: report ?? runId,
    phase: 'preparing',
    state: 'running',
    waitingFor: null,
    audit: null,
    repair: null,
  };
  return controlOver(initial, {
    startPaused: false,
    sentenceOf: auditSentence,
    answer: (progress) => setHandler(auditProgressQuery, () => describeAudit(progress(), Date.now())),
  });
}

async function audit(control: Control, request: AuditInput): Promise<void> {
  const { account, all = false, sample = NIGHTLY_SAMPLE, nightly = false } = request;
  const wish = { account, sample: all ? null : sample, nightly };
  const setup = await control.step(() => activities.prepareAudit(wish, control.progress().report));
  control.report({ phase: 'comparing' });
  await compare(control, setup);
  control.report({ audit: await control.step(() => activities.finishAudit(setup)) });
}

async function compare(control: Control, setup: AuditSetup): Promise<void> {
  for (;;) {
    const status = await control.step(() => activities.auditContacts(setup));
    control.report({ audit: status });
    if (status.done) return;
    if (control.handOver()) throw new HandedOver();
  }
}

async function repair(control: Control, { account, overwrite = false }: AuditInput): Promise<void> {
  control.report({ phase: 'repairing' });
  for (;;) {
    const wish = { account, report: control.progress().report, overwrite };
    const status = await control.step(() => activities.repairContacts(wish));
    control.report({ repair: status });
    if (status.done) return;
    if (control.handOver()) throw new HandedOver();
  }
}

/** A report that was complete stays so, whatever becomes of its repair. */
async function recordEnd({ account, report }: AuditInput, state: 'failed' | 'cancelled'): Promise<void> {
  const auditId = report ?? workflowInfo().firstExecutionRunId;
  await CancellationScope.nonCancellable(() => activities.failAudit({ account, auditId }, state));
}
