import type { JSX } from 'preact';
import type { Rehearsal } from '../../../../sdk/contract/rehearsals';
import { Cell, Table } from '../../parts/paged';
import { Card, Figure, Pill } from '../../parts/page';
import { TicketLink } from '../../parts/ticket-link';
import { At } from '../../parts/time';
import { fateTone, fateWords, number } from '../../parts/words';

type Policy = Rehearsal['today'];
type Decision = Policy['decisions'][number];
type Figures = readonly (readonly [label: string, value: string])[];

const EXAMPLES = 3;

/** Both policies beside each other: first in figures, then by campaign and reason. */
export function Comparison({ report }: { readonly report: Rehearsal }): JSX.Element {
  const { today, proposed, since, until, reach, agreement } = report;
  return (
    <>
      <Figures today={today} proposed={proposed} />
      <Card
        title="By campaign and reason"
        note={
          <>
            <At at={since} /> to <At at={until} />
            {agreement.compared === 0
              ? ''
              : `; of ${number(agreement.compared)} ends since the installation, life decided ${number(agreement.same)} as the rehearsal does`}
          </>
        }
      >
        <Table
          caption="Decisions of both policies"
          head={[
            'Campaign',
            'Answer',
            { number: 'Today' },
            ...(proposed === null ? [] : [{ number: 'New' }, { number: 'Difference' }]),
            'For example',
          ]}
          rows={rowsOf(today, proposed).map((row) => (
            <Row key={row.key} row={row} compared={proposed !== null} />
          ))}
        />
        {reach === null ? null : <p class="more quiet">{reach.sentence}</p>}
      </Card>
    </>
  );
}

/** What the new policy would do, with today's below; today's alone where no other was asked. */
function Figures({ today, proposed }: { readonly today: Policy; readonly proposed: Policy | null }): JSX.Element {
  const shown = figuresOf(proposed ?? today);
  const before = figuresOf(today);
  return (
    <section class="figures" aria-label="Figures">
      {shown.map(([label, value], index) => (
        <Figure
          key={label}
          label={label}
          value={value}
          note={proposed === null ? undefined : `today ${before[index]?.[1] ?? ''}`}
        />
      ))}
    </section>
  );
}

function figuresOf({
  undecided,
  sent,
  heldFirst,
  pending,
  skipped,
  people,
  peopleWithMore,
  busiestDay,
}: Policy): Figures {
  return [
    ['Sent', number(sent)],
    ['Held first', number(heldFirst)],
    ['Still waiting', number(pending)],
    ['Skipped', number(skipped)],
    ['Not decided yet', number(undecided)],
    ['People', number(people)],
    ['With more than one', number(peopleWithMore)],
    ['On the busiest day', busiestDay === null ? '–' : number(busiestDay.sent)],
  ];
}

interface Compared {
  readonly key: string;
  readonly decision: Decision;
  readonly before: number;
  readonly after: number;
}

/** Each campaign and reason that one of the two has, the greatest difference first. */
function rowsOf(today: Policy, proposed: Policy | null): readonly Compared[] {
  const keyOf = ({ campaign, kind, reason }: Decision): string => `${campaign ?? ''}/${kind}/${reason}`;
  const all = new Map([...today.decisions, ...(proposed?.decisions ?? [])].map((one) => [keyOf(one), one]));
  const endsIn = (policy: Policy | null, key: string): number =>
    policy?.decisions.find((one) => keyOf(one) === key)?.ends ?? 0;
  return [...all]
    .map(([key, decision]) => ({ key, decision, before: endsIn(today, key), after: endsIn(proposed, key) }))
    .toSorted((one, other) => Math.abs(other.after - other.before) - Math.abs(one.after - one.before));
}

function Row({ row, compared }: { readonly row: Compared; readonly compared: boolean }): JSX.Element {
  const { decision, before, after } = row;
  const difference = after - before;
  return (
    <tr>
      <Cell name="Campaign">{decision.campaign ?? '–'}</Cell>
      <Cell name="Answer">
        <Pill tone={fateTone(decision.kind)}>{fateWords(decision.kind)}</Pill>
        {decision.kind === 'send' ? null : <span class="sub">{decision.reason}</span>}
      </Cell>
      <Cell name="Today" kind="number">
        {number(before)}
      </Cell>
      {compared ? (
        <>
          <Cell name="New" kind="number">
            {number(after)}
          </Cell>
          <Cell name="Difference" kind="number">
            {difference === 0 ? (
              <span class="quiet">0</span>
            ) : (
              <strong>{difference > 0 ? `+${number(difference)}` : `−${number(-difference)}`}</strong>
            )}
          </Cell>
        </>
      ) : null}
      <Cell name="For example">
        {decision.examples.slice(0, EXAMPLES).map((id) => (
          <TicketLink key={id} id={id} />
        ))}
      </Cell>
    </tr>
  );
}
