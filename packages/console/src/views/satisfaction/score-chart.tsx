import type { JSX } from 'preact';
import type { Satisfaction } from '../../../../sdk/contract/satisfaction';
import { Chart } from '../../parts/chart';
import type { Drawing } from '../../parts/draw';
import { Cell, Table } from '../../parts/paged';
import { number } from '../../parts/words';

const SCORES = [1, 2, 3, 4, 5] as const;

export function ScoreChart({ data }: { readonly data: Satisfaction }): JSX.Element {
  const { series, unit, responses } = data;
  const drawing: Drawing = {
    kind: 'bars',
    step: unit,
    times: series.map(({ at }) => Date.parse(at) / 1_000),
    series: SCORES.map((score) => ({
      name: `Score ${score}`,
      tone: `score-${score}`,
      values: series.map(({ scores }) => scores[score - 1] ?? 0),
    })),
  };
  return (
    <Chart
      drawing={drawing}
      label={`Scores by ${unit}, ${number(responses)} in all`}
      height={240}
      table={
        <Table
          caption={`Scores by ${unit}`}
          head={[
            unit === 'day' ? 'Day' : 'Week from',
            ...['Scores', 'Average', ...SCORES.map(String)].map((name) => ({ number: name })),
          ]}
          rows={series.map(({ at, responses: given, average, scores }) => (
            <tr key={at}>
              <Cell name="From">{at.slice(0, 10)}</Cell>
              <Cell name="Scores" kind="number">
                {number(given)}
              </Cell>
              <Cell name="Average" kind="number">
                {average?.toFixed(2) ?? '–'}
              </Cell>
              {scores.map((some, index) => (
                <Cell key={index} name={`Score ${index + 1}`} kind="number">
                  {number(some)}
                </Cell>
              ))}
            </tr>
          ))}
        />
      }
    />
  );
}
