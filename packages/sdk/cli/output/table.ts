import { plainText } from './plain-text';

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
