import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

export interface Drawing {
  /** Seconds since 1970, ascending. */
  readonly times: readonly number[];
  /** Piled up in this order, from below. */
  readonly series: readonly { readonly name: string; readonly tone: string; readonly values: readonly number[] }[];
  /** `bars` for counts of a day or week, `areas` for what flows. */
  readonly kind: 'bars' | 'areas';
  /** What one step of the axis is. */
  readonly step: 'minute' | 'day' | 'week';
}

const STEP_SECONDS = { minute: 60, day: 86_400, week: 604_800 } as const;

export interface Drawn {
  /** Other numbers: the same picture moves, and nothing flickers. */
  update(drawing: Drawing): void;
  end(): void;
}

/** Draws into `place`, and draws anew when its width or the colours change. */
export function draw(place: HTMLElement, first: Drawing, height: number): Drawn {
  let drawing = first;
  let plot = make(place, drawing, height);
  const redraw = (): void => {
    plot.destroy();
    plot = make(place, drawing, height);
  };
  const resized = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height }));
  resized.observe(place);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', redraw);
  return {
    update: (next) => {
      const isOther = next.kind !== drawing.kind || next.step !== drawing.step;
      drawing = next;
      if (isOther) redraw();
      else plot.setData(dataOf(drawing));
    },
    end: () => {
      dark.removeEventListener('change', redraw);
      resized.disconnect();
      plot.destroy();
    },
  };
}

function make(place: HTMLElement, drawing: Drawing, height: number): uPlot {
  const { series, kind, step } = drawing;
  const colour = (name: string): string => getComputedStyle(place).getPropertyValue(`--${name}`).trim();
  const font = `12px ${getComputedStyle(place).fontFamily}`;
  const half = STEP_SECONDS[step] / 2;
  const paths =
    kind === 'bars' ? uPlot.paths.bars?.({ size: [0.72, 46], radius: 0.12 }) : uPlot.paths.stepped?.({ align: 1 });
  const axis = { stroke: colour('muted'), font, grid: { stroke: colour('line'), width: 1 }, ticks: { show: false } };
  return new uPlot(
    {
      width: place.clientWidth,
      height,
      padding: [8, 18, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      // Days and weeks are UTC's, as the numbers are.
      ...(step === 'minute' ? {} : { tzDate: (at: number) => uPlot.tzDate(new Date(at * 1_000), 'UTC') }),
      scales: {
        x: { time: true, range: (_, min, max) => (kind === 'bars' ? [min - half, max + half] : [min, max]) },
        y: { range: (_, __, max) => [0, Math.max(4, Math.ceil(max * 1.08))] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          values: (_, at) => at.map((one) => label(one, step)),
          space: 64,
          size: 30,
          ...(step === 'minute' ? {} : { incrs: [86_400, 172_800, 604_800, 1_209_600] }),
        },
        {
          ...axis,
          size: 40,
          space: 36,
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 10_000, 50_000, 100_000],
        },
      ],
      series: [
        {},
        // The highest pile first, so that each lower one is painted over it.
        ...series.toReversed().map(({ tone }) => ({
          fill: colour(tone),
          stroke: colour(tone),
          width: 0,
          points: { show: false },
          ...(paths === undefined ? {} : { paths }),
        })),
      ],
    },
    dataOf(drawing),
    place,
  );
}

/** In the order in which it is painted: the highest pile first. */
function dataOf({ times, series }: Drawing): uPlot.AlignedData {
  return [[...times], ...pile(series.map(({ values }) => values)).toReversed()];
}

/** Each series on top of those before it. */
function pile(series: readonly (readonly number[])[]): number[][] {
  const below: number[] = [];
  return series.map((values) =>
    values.map((value, index) => {
      below[index] = (below[index] ?? 0) + value;
      return below[index] ?? 0;
    }),
  );
}

function label(seconds: number, step: Drawing['step']): string {
  const date = new Date(seconds * 1_000);
  if (step === 'minute') return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
}
