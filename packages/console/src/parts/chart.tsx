import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Drawing, Drawn } from './draw';

interface ChartProps {
  readonly drawing: Drawing;
  /** What a reader who sees no picture is told; the numbers follow as a table. */
  readonly label: string;
  readonly table: JSX.Element;
  readonly height?: number;
}

/** uPlot, fetched when the first chart comes into view. */
export function Chart({ drawing, label, table, height = 220 }: ChartProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | null>(null);
  const newest = useRef(drawing);
  newest.current = drawing;
  const [shown, setShown] = useState(false);
  useEffect(() => {
    let wanted = true;
    void import('./draw').then(({ draw }) => {
      if (!wanted || place.current === null) return;
      drawn.current = draw(place.current, newest.current, height);
      setShown(true);
    });
    return () => {
      wanted = false;
      drawn.current?.end();
      drawn.current = null;
    };
  }, [height]);
  useEffect(() => drawn.current?.update(drawing), [JSON.stringify(drawing)]);
  return (
    <figure class="chart">
      <div ref={place} class="plot" role="img" aria-label={label} data-drawn={shown} />
      <ul class="legend" aria-hidden="true">
        {drawing.series.map(({ name, tone }) => (
          <li key={name} class={tone}>
            {name}
          </li>
        ))}
      </ul>
      <details>
        <summary>As a table</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label={`${label}, as a table`}>
          {table}
        </div>
      </details>
    </figure>
  );
}
