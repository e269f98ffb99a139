import type { JSX } from 'preact';
import type { Why } from '../../../../sdk/contract/tickets';
import { Figure } from '../../parts/page';
import { TemporalLink } from '../../parts/ticket-link';
import { At, Until } from '../../parts/time';
import { outcomeWords, spaced } from '../../parts/words';

const STAGES = { open: 'Open', waiting: 'Waiting', held: 'Held', ended: 'Ended' } as const;

export function Standing({ ticket }: { readonly ticket: Why['tickets'][number] }): JSX.Element {
  const { status, channel, createdAt, closedAt, snoozedUntil, stage, outcome, waitingUntil, workflow } = ticket;
  return (
    <section class="figures" aria-label="Where it stands">
      <Figure
        label="Stands"
        value={stage === null ? 'not watched' : STAGES[stage]}
        note={status === null ? 'not read yet' : `${snoozedUntil === null ? status : 'snoozed'} in Gorgias`}
      />
      <Figure
        label="Outcome"
        value={outcome === null ? 'not yet' : outcomeWords(outcome)}
        note={
          waitingUntil === null ? (
            'nothing more is awaited'
          ) : (
            <>
              looked at again <Until at={waitingUntil} />
            </>
          )
        }
      />
      <Figure
        label="Opened"
        value={createdAt === null ? '–' : <At at={createdAt} />}
        note={channel === null ? '' : `by ${spaced(channel).toLowerCase()}`}
      />
      <Figure
        label="Closed"
        value={closedAt === null || snoozedUntil !== null ? 'not yet' : <At at={closedAt} />}
        note={<TemporalLink href={workflow.ui} label="Its workflow in Temporal" />}
      />
    </section>
  );
}
