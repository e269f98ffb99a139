import type { JSX } from 'preact';
import type { CampaignFunnel } from '../../../../sdk/contract/funnel';
import { to } from '../../app/route';
import { Bars } from '../../parts/bars';
import { Pill } from '../../parts/page';
import { count, fateTone, fateWords, outcomeWords } from '../../parts/words';

type Fate = CampaignFunnel['fates'][number];

/** By campaign what became of it, with each reason; then the ends that no campaign is for. */
export function Fates({ fates, ends }: { readonly fates: readonly Fate[]; readonly ends: number }): JSX.Element {
  const names = [...new Set(fates.map(({ campaign }) => campaign))].toSorted(byName);
  return (
    <>
      {names.map((name) => {
        const own = fates.filter(({ campaign }) => campaign === name);
        const all = own.reduce((sum, one) => sum + one.ends, 0);
        return (
          <section key={name ?? '-'} class="group">
            <h3>
              {name ?? 'Without a campaign'}
              <a class="quiet" href={to('campaigns/tickets', { campaign: name ?? '-' })}>
                {count(all, 'end')} of {ends}
              </a>
            </h3>
            <Bars
              unit="end"
              bars={own.map((one) => ({
                key: `${one.outcome}/${one.fate}/${one.rule ?? ''}/${one.reason}`,
                value: one.ends,
                tone: `fate-${fateTone(one.fate)}`,
                label: (
                  <>
                    <Pill tone={fateTone(one.fate)}>{fateWords(one.fate)}</Pill> {one.fate === 'sent' ? '' : one.reason}
                  </>
                ),
                note: outcomeWords(one.outcome).toLowerCase(),
                href: to('campaigns/tickets', {
                  outcome: one.outcome,
                  campaign: name ?? '-',
                  fate: one.fate,
                  rule: one.rule,
                }),
              }))}
            />
          </section>
        );
      })}
    </>
  );
}

function byName(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return one.localeCompare(other);
}
