import type { JSX } from 'preact';
import type { CampaignFunnel } from '../../../../sdk/contract/funnel';
import { Bars } from '../../parts/bars';
import { Pill } from '../../parts/page';
import { fateTone, fateWords } from '../../parts/words';

export function Requested({ requested }: { readonly requested: CampaignFunnel['requested'] }): JSX.Element {
  return (
    <Bars
      unit="requests"
      bars={requested.map(({ campaign, status, requests }) => ({
        key: `${campaign}/${status}`,
        value: requests,
        tone: `fate-${fateTone(status)}`,
        label: (
          <>
            <Pill tone={fateTone(status)}>{fateWords(status)}</Pill> {campaign}
          </>
        ),
      }))}
    />
  );
}
