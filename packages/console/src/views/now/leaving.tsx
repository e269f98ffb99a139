import type { JSX } from 'preact';
import { useCall } from '../../api/use-call';
import { Answer } from '../../parts/answer';
import { Pill } from '../../parts/page';
import { Empty } from '../../parts/states';
import { TicketLink } from '../../parts/ticket-link';
import { Ago } from '../../parts/time';
import { spaced } from '../../parts/words';

const TONES: Readonly<Record<string, string>> = { sent: 'good', refused: 'bad', unknown: 'bad', given_up: 'calm' };
/** As `tajo connectors events` says it: a campaign that a rule forbade is no failure. */
const WORDS: Readonly<Record<string, string>> = { intended: 'Waits', sending: 'Being sent', given_up: 'Not sent' };
const SHOWN = 14;

/** Events and campaigns as they go out, the newest first. */
export function Leaving(): JSX.Element {
  const deliveries = useCall('listDeliveries', { query: { limit: SHOWN } }, { on: ['deliveries'] });
  return (
    <Answer of={deliveries}>
      {({ deliveries: all }) =>
        all.length === 0 ? (
          <Empty title="Nothing has gone out yet">
            As soon as a ticket is opened, closed or rated, it appears here.
          </Empty>
        ) : (
          <ul class="stream">
            {all.toReversed().map((one) => (
              <li key={one.key}>
                <span class="stream-what">
                  <strong class="event-name">{one.name}</strong>
                  {one.ticketId === null ? null : <TicketLink id={one.ticketId} />}
                </span>
                <span class="stream-when">
                  <Pill tone={TONES[one.state] ?? 'warn'}>{WORDS[one.state] ?? spaced(one.state)}</Pill>
                  <Ago at={one.at} />
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Answer>
  );
}
