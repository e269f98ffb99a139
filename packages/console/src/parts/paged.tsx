import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { account } from '../app/session';
import { act, asFailure } from '../api/use-call';
import type { Answer, CallName, Input, RequestFailure } from '../api/request';
import { Empty, Failure } from './states';
import { number } from './words';

interface PagedProps<Name extends CallName, Row> {
  readonly call: Name;
  /** Without `after`; another one begins anew. */
  readonly input: Input<Name>;
  /** The input with the place where the next page begins. */
  readonly at: (input: Input<Name>, after: string) => Input<Name>;
  readonly rows: (answer: Answer<Name>) => readonly Row[];
  readonly next: (answer: Answer<Name>) => string | null;
  readonly head: readonly Column[];
  readonly caption: string;
  readonly row: (row: Row) => JSX.Element;
  readonly empty: ComponentChildren;
}

interface Pages<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** A list that is read page by page, as far as somebody wants to see: of 10,000 rows a browser never holds more than were asked for. */
export function Paged<Name extends CallName, Row>(props: PagedProps<Name, Row>): JSX.Element {
  const [pages, setPages] = useState<Pages<Row> | null>(null);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const read = (input: Input<Name>, before: readonly Row[]): (() => void) => {
    let wanted = true;
    setBusy(true);
    act(props.call, input)
      .then((answer) => {
        if (!wanted) return;
        setFailure(null);
        setPages({ rows: [...before, ...props.rows(answer)], next: props.next(answer) });
      })
      .catch((thrown: unknown) => wanted && setFailure(asFailure(thrown)))
      .finally(() => wanted && setBusy(false));
    return () => (wanted = false);
  };
  const begin = (): (() => void) => read(props.input, []);
  useEffect(begin, [JSON.stringify(props.input), account.value]);

  if (pages === null)
    return failure === null ? (
      <p class="quiet" role="status">
        Loading …
      </p>
    ) : (
      <Failure of={failure} retry={begin} />
    );
  if (pages.rows.length === 0) return <Empty title="Nothing here">{props.empty}</Empty>;
  const { next, rows } = pages;
  return (
    <>
      <Table caption={props.caption} head={props.head} rows={rows.map(props.row)} />
      {failure === null ? null : <Failure of={failure} />}
      <p class="more">
        <span class="quiet" aria-live="polite">
          {number(rows.length)} shown{next === null ? ', that is all' : ''}
        </span>
        {next === null ? null : (
          <button type="button" class="button" disabled={busy} onClick={() => read(props.at(props.input, next), rows)}>
            {busy ? 'Reading …' : 'Show more'}
          </button>
        )}
      </p>
    </>
  );
}

/** Its name; `{ number }` where figures stand below it. */
export type Column = string | { readonly number: string };

/** On narrow screens each row becomes a card, with the column's name before each value. */
export function Table(props: {
  readonly caption: string;
  readonly head: readonly Column[];
  readonly rows: ComponentChildren;
}): JSX.Element {
  return (
    <table class="table">
      <caption class="hidden">{props.caption}</caption>
      <thead>
        <tr>
          {props.head.map((column) => {
            const name = typeof column === 'string' ? column : column.number;
            return (
              <th key={name} scope="col" class={typeof column === 'string' ? '' : 'number'}>
                {name}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>{props.rows}</tbody>
    </table>
  );
}

/** A cell: `name` is its column's, for narrow screens. */
export function Cell(props: {
  readonly name: string;
  readonly kind?: 'number' | 'text';
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <td data-name={props.name} class={props.kind ?? ''}>
      {props.children}
    </td>
  );
}
