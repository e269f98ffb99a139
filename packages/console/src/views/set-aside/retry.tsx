import type { QuarantineRetry } from '../../../../sdk/contract/quarantine';
import { act } from '../../api/use-call';
import { ask } from '../../parts/dialog';
import { count, listed } from '../../parts/words';

export function askRetry(cause: string, dryRun: boolean): void {
  ask({
    title: dryRun ? `What would a retry of ${cause} do?` : `Retry ${cause}?`,
    explain: dryRun ? (
      <p>It is counted only; nothing changes.</p>
    ) : (
      <p>
        Its records become due again, and the next sync takes them. What still can’t be read or written is set aside
        again.
      </p>
    ),
    verb: dryRun ? 'Count' : 'Retry',
    act: async () => retried(await act('retryQuarantine', { query: {}, body: { cause, dryRun } })),
  });
}

/** What was made due, or would be. */
function retried({ cause, dryRun, records, contacts, details, events, nextSync }: QuarantineRetry): string {
  if (records === 0) return `Nothing is set aside for ${cause} any more.`;
  const parts = [
    ...(contacts === 0 ? [] : [`${count(contacts, 'contact')} to write again`]),
    ...(details === 0 ? [] : [`${count(details, 'customer')} to read again`]),
    ...(events === 0 ? [] : [`${count(events, 'event')} to send again`]),
    ...(nextSync === 0 ? [] : [`${count(nextSync, 'record')} that the next full sync reads again anyway`]),
  ];
  if (parts.length === 0)
    return `${count(records, 'record')} for ${cause}, and nothing to try: it is for a person to mend.`;
  return `${count(records, 'record')} for ${cause}: ${listed(parts)}. ${dryRun ? 'Nothing was changed.' : 'The next sync takes them.'}`;
}
