import type { ComponentChildren, CSSProperties, JSX } from 'preact';
import { number } from './words';

export interface Bar {
  readonly key: string;
  readonly label: ComponentChildren;
  readonly value: number;
  readonly note?: ComponentChildren;
  /** What the number counts. */
  readonly href?: string;
  readonly tone?: string;
}

/** Numbers by name, the longest bar for the greatest: to be read as a list, and seen at once. @param unit What one of them is: `record` */
export function Bars({ bars, unit }: { readonly bars: readonly Bar[]; readonly unit: string }): JSX.Element {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <ul class="bars">
      {bars.map((bar) => (
        <li key={bar.key} class={`bar ${bar.tone ?? ''}`} style={share(bar.value / most)}>
          <BarBody bar={bar} unit={unit} />
        </li>
      ))}
    </ul>
  );
}

function BarBody({ bar, unit }: { readonly bar: Bar; readonly unit: string }): JSX.Element {
  const inner = (
    <>
      <span class="bar-label">{bar.label}</span>
      {bar.note === undefined ? null : <span class="bar-note">{bar.note}</span>}
      <span class="bar-value">
        {number(bar.value)}
        <span class="hidden"> {bar.value === 1 ? unit : `${unit}s`}</span>
      </span>
    </>
  );
  return bar.href === undefined || bar.value === 0 ? (
    <span class="bar-body">{inner}</span>
  ) : (
    <a class="bar-body" href={bar.href}>
      {inner}
    </a>
  );
}

/** A length for the style sheet; set by script, as the Content-Security-Policy wants it. */
export function share(part: number): CSSProperties {
  return { '--share': String(Math.max(0, Math.min(1, part))) };
}
