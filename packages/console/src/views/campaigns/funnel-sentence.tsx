import type { JSX } from 'preact';
import type { CampaignFunnel } from '../../../../sdk/contract/funnel';
import { to } from '../../app/route';
import { count, number } from '../../parts/words';

/** “In the last 7 days 212 tickets ended; 41 got a campaign, 9 were spared because another ticket is open.” */
export function FunnelSentence({
  funnel,
  words,
}: {
  readonly funnel: CampaignFunnel;
  readonly words: string;
}): JSX.Element {
  const { ends, sent, pending, fates } = funnel;
  if (ends === 0) return <>{words} no ticket ended.</>;
  const spared = fates.filter(
    ({ fate, rule, campaign }) => fate === 'skipped' && campaign !== null && rule !== null,
  )[0];
  return (
    <>
      {words} <a href={to('campaigns/tickets')}>{count(ends, 'ticket')}</a> ended;{' '}
      {sent === 0 ? (
        'none got a campaign'
      ) : (
        <>
          <a href={to('campaigns/tickets', { fate: 'sent' })}>{number(sent)}</a> got a campaign
        </>
      )}
      {pending === 0 ? '' : `, ${number(pending)} ${pending === 1 ? 'waits' : 'wait'} for theirs`}
      {spared === undefined ? null : (
        <>
          {', '}
          <a
            href={to('campaigns/tickets', {
              fate: spared.fate,
              rule: spared.rule,
              campaign: spared.campaign,
              outcome: spared.outcome,
            })}
          >
            {number(spared.ends)}
          </a>{' '}
          {spared.ends === 1 ? 'was' : 'were'} spared: {spared.reason}
        </>
      )}
      .
    </>
  );
}
