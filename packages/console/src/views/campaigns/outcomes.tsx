import type { JSX } from 'preact';
import type { CampaignFunnel } from '../../../../sdk/contract/funnel';
import { to } from '../../app/route';
import { Bars } from '../../parts/bars';
import { number, outcomeWords } from '../../parts/words';

export function Outcomes({ outcomes }: { readonly outcomes: CampaignFunnel['outcomes'] }): JSX.Element {
  return (
    <Bars
      unit="end"
      bars={outcomes.map(({ outcome, ends, scores }) => ({
        key: outcome,
        label: outcomeWords(outcome),
        value: ends,
        tone: `outcome-${outcome}`,
        href: to('campaigns/tickets', { outcome }),
        ...(scores.length === 0
          ? {}
          : { note: scores.map(({ score, ends: some }) => `${number(some)} × ${score}`).join(', ') }),
      }))}
    />
  );
}
