import type { JSX } from 'preact';
import type { Live } from '../../../../sdk/contract/live';
import type { ConnectorStatus } from '../../../../sdk/contract/status';
import { waitingWords } from '../../../../sdk/contract/waiting-words';
import { Figure } from '../../parts/page';
import { Ago, duration } from '../../parts/time';
import { count, number } from '../../parts/words';

/** Of tickets that have ended, too. */
function campaignsText({ campaigns }: Live): string {
  const all = campaigns.reduce((sum, { campaigns: some }) => sum + some, 0);
  return all === 0 ? '' : `; ${count(all, 'campaign waits', 'campaigns wait')}`;
}

interface FiguresProps {
  readonly live: Live;
  /** Null until everything was counted. */
  readonly status: ConnectorStatus | null;
}

export function Figures({ live, status }: FiguresProps): JSX.Element {
  const waiting = waitingWords(live.tickets, number);
  const { contacts, contactsLastHour, feed, webhooks } = live;
  return (
    <section class="figures" aria-label="Figures">
      <Figure
        label="Last sync"
        value={status === null ? '…' : status.lastSync === null ? 'none yet' : <Ago at={status.lastSync} />}
        note={
          status === null
            ? 'counting …'
            : `${count(status.customersCount, 'customer')}, ${count(status.ticketsTracked, 'ticket')} (${number(status.ticketsOpen)} open, ${number(status.ticketsSnoozed)} snoozed)`
        }
      />
      <Figure
        label="Contacts in Brevo"
        value={number(contacts.published)}
        note={
          contacts.due === 0
            ? `${number(contactsLastHour)} written in the last hour`
            : `${number(contacts.due)} about to be written`
        }
      />
      <Figure label="Tickets that wait" value={number(waiting.all)} note={`${waiting.parts}${campaignsText(live)}`} />
      <Figure
        label="Feed of Gorgias"
        value={feed === null ? 'not yet read' : `${duration(feed.lagSeconds)} behind`}
        note={
          webhooks.lastAcceptedAt === null ? (
            'no webhook has come'
          ) : (
            <>
              last webhook <Ago at={webhooks.lastAcceptedAt} />
            </>
          )
        }
      />
    </section>
  );
}
