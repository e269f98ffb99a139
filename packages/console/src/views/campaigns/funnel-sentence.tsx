import type { JSX } from 'preact';
import type { CampaignFunnel } from '../../../../sdk/contract/funnel';
import { sparedPieces } from '../../../../sdk/contract/spared-words';
import { to } from '../../app/route';
import { count, number } from '../../parts/words';

/** “In the last 7 days there were 212 ends of tickets; 41 got a campaign, 9 were spared: another ticket is open or snoozed (7) and unsubscribed (2).” */
export function FunnelSentence({
  funnel,
  words,
}: {
  readonly funnel: CampaignFunnel;
  readonly words: string;
}): JSX.Element {
  const { ends, sent, pending, fates } = funnel;
  if (ends === 0) return <>{words} no ticket ended.</>;
  return (
    <>
      {words} there {ends === 1 ? 'was' : 'were'}{' '}
      <a href={to('campaigns/tickets')}>{count(ends, 'end of a ticket', 'ends of tickets')}</a>;{' '}
      {sent === 0 ? (
        'none got a campaign'
      ) : (
        <>
          <a href={to('campaigns/tickets', { fate: 'sent' })}>{number(sent)}</a> got a campaign
        </>
      )}
      {pending === 0 ? '' : `, ${number(pending)} ${pending === 1 ? 'waits for its' : 'wait for theirs'}`}
      {sparedPieces(fates).map(({ text, query }, index) =>
        query === undefined ? (
          text
        ) : (
          <a key={index} href={to('campaigns/tickets', query)}>
            {text}
          </a>
        ),
      )}
      .
    </>
  );
}
