import type { JSX } from 'preact';
import type { Live } from '../../../../sdk/contract/live';
import { connectors } from '../../app/session';
import { TemporalLink } from '../../parts/ticket-link';
import { duration } from '../../parts/time';
import { count, spaced } from '../../parts/words';

/** The run that is under way, with its bar. */
export function RunProgress({ live }: { readonly live: Live }): JSX.Element | null {
  const { progress, run } = live;
  if (progress === null || run === null) return null;
  const { percent, etaSeconds, sentence, state, resources } = progress;
  return (
    <section class="card run" aria-label="The sync that is under way">
      <header class="card-head">
        <div>
          <h2>
            {run.type === 'full' ? 'Full sync' : 'Incremental sync'}
            {run.dryRun ? ' (a dry run)' : ''}
            {state === 'paused' ? ', paused' : ''}
          </h2>
          <p class="quiet">{sentence}</p>
        </div>
        <p class="run-left">
          <strong>{percent === null ? '…' : `${percent} %`}</strong>
          {etaSeconds === null || etaSeconds === 0 ? null : <span class="quiet">{duration(etaSeconds)} left</span>}
        </p>
      </header>
      <progress max={100} value={percent ?? undefined} aria-label="How much of the sync is done" />
      <ul class="facts">
        {resources.map(({ name, rows, done }) => (
          <li key={name}>
            {count(rows, spaced(name).toLowerCase().replace(/s$/, ''))}
            {done ? <span class="good-text"> ✓</span> : null}
          </li>
        ))}
        <li>
          {count(progress.published, 'contact')} {run.dryRun ? 'would be written' : 'written'}
        </li>
        <li>{count(progress.requests, 'request')}</li>
        <li>
          <TemporalLink href={connectors.value?.ui ?? null} label="Temporal" />
        </li>
      </ul>
    </section>
  );
}
