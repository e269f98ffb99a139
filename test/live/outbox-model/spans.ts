/** From then on until then; `to` is infinite while it lasts. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One of them lasted the whole time. */
export function lasts(spans: readonly Span[], from: number, to: number): boolean {
  return merged(spans).some((span) => span.from <= from && span.to > to);
}

export function overlaps(spans: readonly Span[], from: number, to: number): boolean {
  return spans.some((span) => span.from < to && span.to > from);
}

/** What is in both. */
export function within(spans: readonly Span[], others: readonly Span[]): readonly Span[] {
  return spans.flatMap((one) =>
    merged(others).flatMap((other): readonly Span[] => {
      const span = { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) };
      return span.from < span.to ? [span] : [];
    }),
  );
}

function merged(spans: readonly Span[]): readonly Span[] {
  const whole: Span[] = [];
  for (const span of [...spans].sort((one, other) => one.from - other.from)) {
    const last = whole.at(-1);
    if (last !== undefined && span.from <= last.to)
      whole[whole.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else whole.push(span);
  }
  return whole;
}
