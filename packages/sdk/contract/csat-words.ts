import type { Automations } from './automations';

/** Fewer answers than this are marked: one customer's mood moves them by half a point. */
const FEW = 10;

export const FEW_ANSWERS = `~ fewer than ${FEW} answers (n): too few to compare.`;

/** `4.25`; `~4.50` where few have answered. */
export function csatWords({ average, responses }: Automations['csat']): string {
  if (average === null) return '–';
  return `${responses < FEW ? '~' : ''}${average.toFixed(2)}`;
}
