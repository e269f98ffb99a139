/** One line of the table. A figure without a target is told for information only. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly target?: { readonly text: string; readonly met: boolean };
}

export const atMost = (limit: number, value: number): NonNullable<Figure['target']> => ({
  text: `at most ${String(limit)}`,
  met: value <= limit,
});

export function printFigures(scenario: string, figures: readonly Figure[]): void {
  const width = Math.max(...figures.map(({ name }) => name.length));
  for (const { name, value, target } of figures) {
    const verdict = target === undefined ? '' : `  ${target.text}: ${target.met ? 'met' : 'NOT MET'}`;
    say(`${scenario.padEnd(12)} ${name.padEnd(width)}  ${value.padStart(12)}${verdict}`);
  }
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('there is no median of nothing');
  return middle;
}

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(0)} MB`;
