import type { CampaignFate } from '../../contract/fates';
import type { Paint } from '../paint';
import { count } from './figures';
import { labelled } from './wrap';

/** `  given-up   1,234  ` */
const HEAD = 20;

/** What became of so many, and why. The word is the one that `--fate` and `--state` take. */
export function fateLines(
  { fate, campaigns, why }: { readonly fate: CampaignFate; readonly campaigns: number; readonly why: string },
  paint: Paint,
): string[] {
  return painted(labelled(`  ${fate.padEnd(9)}${count(campaigns).padStart(7)}  `, why, HEAD), fate, paint);
}

/** The word where the first line has it. */
export function painted(lines: readonly string[], fate: CampaignFate, paint: Paint): string[] {
  const isBad = fate === 'given-up' || fate === 'unknown';
  const word = fate === 'sent' ? paint.good(fate) : isBad ? paint.bad(fate) : paint.faint(fate);
  return lines.map((line, index) => (index === 0 ? line.replace(fate, word) : line));
}
