import type { JSX } from 'preact';
import type { AuditReport } from '../../../../sdk/contract/audits';
import { act } from '../../api/use-call';
import { isReader } from '../../app/session';
import { ask } from '../../parts/dialog';
import { TemporalLink } from '../../parts/ticket-link';
import { count } from '../../parts/words';

interface RepairProps {
  readonly report: AuditReport;
  /** An audit or a repair is under way; one at a time. */
  readonly isBusy: boolean;
}

/** What we caused and nobody has written yet: one click, or the command. Nothing where there is nothing to write. */
export function Repair({ report, isBusy }: RepairProps): JSX.Element | null {
  const { repairs, report: id } = report;
  if (repairs.open === 0) return null;
  return (
    <>
      <p class="quiet">
        {count(repairs.open, 'difference')} that we caused {repairs.open === 1 ? 'is' : 'are'} not written yet; at a
        terminal: <code>npx tajo connectors audit gorgias --repair {id}</code>.
      </p>
      {isReader.value ? null : (
        <button type="button" class="button" disabled={isBusy} onClick={() => askRepair(report)}>
          Repair
        </button>
      )}
    </>
  );
}

function askRepair({ report, repairs, others }: AuditReport): void {
  ask({
    title: `Repair ${count(repairs.open, 'difference')}?`,
    explain: (
      <p>
        What this report says that we caused is written to Brevo, in the lowest lane.
        {others === 0 ? '' : ' What others have changed there stays as they left it.'}
      </p>
    ),
    verb: 'Repair',
    act: async () => {
      const { ui } = await act('startAudit', { query: {}, body: { repair: true, report } });
      return (
        <>
          The repair has begun; what it writes is counted here as repaired. <TemporalLink href={ui} label="Temporal" />
        </>
      );
    },
  });
}
