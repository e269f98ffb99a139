import { listAudits, readAudit, startAudit } from '../contract/audits';
import type { CallApi } from './api-call';
import type { Audit, AuditOptions, AuditReport, AuditReportOptions, Audits, AuditStarted } from './audit-types';
import { TajoError } from './errors';
import { patiently, pause } from './follow';
import { requireCall } from './require-call';
import type { AccountOption, ConnectorName } from './types';

/** Both sides compared: what Brevo holds and what it should. Every call throws `TajoError`. */
export class AuditCalls {
  readonly #callApi: CallApi;

  constructor(callApi: CallApi) {
    this.#callApi = callApi;
  }

  /**
   * Audits a sample or all contacts and answers the report when it is complete; with `repair` what it says is written first. While another
   * audit is under way it is waited for, unless `wait` is false. Throws `sync.failed` and `sync.cancelled`; `client.aborted` when the
   * signal stops the waiting, while the audit goes on.
   */
  async audit(connector: ConnectorName, options: AuditOptions = {}): Promise<AuditReport> {
    const started = await this.startAudit(connector, options);
    options.onStart?.(started);
    const { account, report } = started;
    await this.#follow({ ...options, account }, (run) => run.runId !== started.runId || run.state !== 'running');
    const end = await this.auditReport(connector, { account, report });
    if (end.report === null) throw new TajoError('sync.failed', end.run?.sentence ?? 'The audit wrote no report.');
    if (end.run?.runId === started.runId && end.run.state === 'failed')
      throw new TajoError('sync.failed', end.run.sentence);
    if (end.run?.runId === started.runId && end.run.state === 'cancelled')
      throw new TajoError('sync.cancelled', 'The audit was cancelled.');
    return end.report;
  }

  /** Has an audit, or the repair of a report, begun, and answers at once. */
  async startAudit(connector: ConnectorName, options: AuditOptions = {}): Promise<AuditStarted> {
    requireCall('startAudit', connector, options);
    const { account, sample, all, repair, overwrite, report, wait = true } = options;
    const request = { query: { account }, body: { sample, all, repair, overwrite, report } };
    for (;;) {
      try {
        return await this.#callApi(startAudit, request);
      } catch (thrown) {
        if (!wait || !(thrown instanceof TajoError && thrown.code === 'conflict.already_running')) throw thrown;
        await this.#follow(options, (run) => run.state !== 'running');
      }
    }
  }

  /** The report with that id, or the newest, and how far an audit is. Asks no vendor. */
  async auditReport(connector: ConnectorName, options: AuditReportOptions = {}): Promise<Audit> {
    requireCall('auditReport', connector, options);
    const { account, report } = options;
    return this.#callApi(readAudit, { query: { account, report } });
  }

  /** The reports that are kept, newest first. */
  async audits(connector: ConnectorName, options: AccountOption = {}): Promise<Audits> {
    requireCall('audits', connector, options);
    return this.#callApi(listAudits, { query: { account: options.account } });
  }

  async #follow(
    { account, signal, onProgress }: AuditOptions,
    isOver: (run: NonNullable<Audit['run']>) => boolean,
  ): Promise<void> {
    for (;;) {
      const read = (): Promise<Audit> => this.#callApi(readAudit, { query: { account } }, { signal });
      const { run, report } = await patiently({ signal }, read);
      // Without Temporal nobody knows of a run, but a report that is being written.
      if (run === null ? report?.state !== 'running' : isOver(run)) return;
      if (run !== null) onProgress?.(run);
      await pause(signal);
    }
  }
}
