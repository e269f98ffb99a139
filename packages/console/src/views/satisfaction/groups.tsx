import type { JSX } from 'preact';
import type { Satisfaction } from '../../../../sdk/contract/satisfaction';
import { to } from '../../app/route';
import { share } from '../../parts/bars';
import { Card } from '../../parts/page';
import { Empty } from '../../parts/states';
import { Foreign } from '../../parts/ticket-link';
import { count, number } from '../../parts/words';

interface GroupsProps {
  readonly title: string;
  readonly by: 'channel' | 'tag' | 'agent';
  readonly groups: Satisfaction['tags'];
  readonly note?: string;
}

/** How the scores of each channel, tag or agent are spread; each leads to who gave them. */
export function Groups({ title, by, groups, note }: GroupsProps): JSX.Element {
  return (
    <Card title={title} note={note ?? 'Those with most scores'}>
      {groups.length === 0 ? (
        <Empty title="No scores" />
      ) : (
        <ul class="spreads">
          {groups.map((group) => (
            <li key={group.value ?? '-'}>
              <Name group={group} by={by} />
              <span class="spread-average">{group.average?.toFixed(1) ?? '–'}</span>
              <span class="spread" role="img" aria-label={spoken(group.scores)}>
                {group.scores.map((some, index) =>
                  some === 0 ? null : (
                    <i key={index} class={`score-${index + 1}`} style={share(some / group.responses)} />
                  ),
                )}
              </span>
              <span class="quiet spread-count">{count(group.responses, 'score')}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Name({ group, by }: { readonly group: Satisfaction['tags'][number]; readonly by: string }): JSX.Element {
  const { value, name } = group;
  if (value === null && by !== 'agent') return <span class="spread-name quiet">Not known</span>;
  if (value === null)
    return (
      <a class="spread-name quiet" href={to('satisfaction/scores', { agent: 'none', name: 'nobody' })}>
        Nobody
      </a>
    );
  return (
    <a class="spread-name" href={to('satisfaction/scores', { [by]: value, name: by === 'agent' ? name : null })}>
      <Foreign text={name ?? value} />
    </a>
  );
}

function spoken(scores: readonly number[]): string {
  return scores.map((some, index) => `${number(some)} gave ${index + 1}`).join(', ');
}
