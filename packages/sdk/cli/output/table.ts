import { WIDTH } from './wrap';
import { plainText } from './plain-text';

const NAME = 20;
const LEAST_NAME = 8;

/** Columns as wide as their widest cell; the last one is not padded, so that no line ends in spaces. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: readonly number[] = [],
): string[] {
  const lines = [head, ...rows].map((cells) => cells.map(plainText));
  const widths = head.map((_title, column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)));
  return lines.map((cells) =>
    cells
      .map((cell, column) => pad(cell, widths[column] ?? 0, numeric.includes(column)))
      .join('  ')
      .trimEnd(),
  );
}

function pad(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}

/** A table of 80 columns. Figures are never cut: when they are long, names are shorter. @param drawn Draws it with names of so many letters */
export function fitted(drawn: (name: number) => string[]): string[] {
  const lines = drawn(NAME);
  const excess = Math.max(0, Math.max(...lines.map((line) => line.length)) - WIDTH);
  return excess === 0 ? lines : drawn(Math.max(LEAST_NAME, NAME - excess));
}

export function cropped(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
