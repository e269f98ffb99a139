import { areaCodes } from '../names';

/** Numbers from ranges kept for fiction: North America's 555-01xx first, and every fifth from France's 06 39 98. */
export function madeUpPhone(index: number): string {
  if (index % 5 === 4 && index / 5 < 10_000) return `+3363998${String(Math.floor(index / 5)).padStart(4, '0')}`;
  const area = areaCodes[index % areaCodes.length] ?? areaCodes[0];
  return `+1${area}555${String(100 + Math.floor(index / areaCodes.length)).padStart(4, '0')}`;
}

const words = ['call me', 'ask my sister', 'n/a', '12', '+00', 'phone: see note'] as const;

/** What people type instead of a number. */
export function badPhone(index: number): string {
  return words[index % words.length] ?? words[0];
}
