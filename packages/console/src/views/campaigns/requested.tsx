import type { JSX } from 'preact';
import type { CampaignFunnel } from '../../../../sdk/contract/funnel';
import { Bars } from '../../parts/bars';
import { Pill } from '../../parts/page';
import { fateTone, fateWords } from '../../parts/words';

export function Requested({ requested }: { readonly requested: CampaignFunnel['requested'] }): JSX.Element {
  return (
    <Bars
      unit="request"
      bars={requested.map(({ campaign, fate, requests }) => ({
        key: `${campaign}/${fate}`,
        value: requests,
        tone: `fate-${fateTone(fate)}`,
        label: (
          <>
            <Pill tone={fateTone(fate)}>{fateWords(fate)}</Pill> {campaign}
          </>
        ),
      }))}
    />
  );
}
