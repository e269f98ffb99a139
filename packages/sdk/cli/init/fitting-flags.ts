import type { ConnectorConfig } from '../../../../src/config/types';
import { UsageError } from '../../../../src/domain/errors/failure';
import { nameKey } from '../../../../src/domain/list-name';
import { requireSource } from '../secrets';
import { BREVO_KEY, GORGIAS_KEY, type InitFlags } from './flags';
import type { KeptAnswers } from './kept-answers';
import { NONE } from './list-choice';

interface Given {
  readonly flags: InitFlags;
  /** Null: there is no file. */
  readonly existing: ConnectorConfig | null;
  readonly kept: KeptAnswers;
}

/**
 * What the flags cannot mean beside each other, before anybody is asked and anything is started; what each of them says by itself was looked at
 * when the line was read. @throws UsageError that names the flag
 */
export function requireFittingFlags({ flags, existing, kept }: Given): void {
  requireSource({ ...GORGIAS_KEY, value: flags.apiKey, file: flags.apiKeyFile });
  requireSource({ ...BREVO_KEY, value: flags.brevoApiKey, file: flags.brevoApiKeyFile });
  requireOwnLists(flags);
  requireScores({ flags, existing, kept });
}

function requireOwnLists({ contactsList, satisfiedList, dissatisfiedList, openSupportList }: InitFlags): void {
  const given = [
    ['--contacts-list', contactsList],
    ['--satisfied-list', satisfiedList],
    ['--dissatisfied-list', dissatisfiedList],
    ['--open-support-list', openSupportList],
  ] as const;
  const taken = new Map<string, string>();
  for (const [flag, list] of given) {
    if (list === undefined || nameKey(list) === NONE) continue;
    const other = taken.get(nameKey(list));
    if (other !== undefined)
      throw new UsageError(`${other} and ${flag} are the same list.`, 'Give each a list of its own, or none.');
    taken.set(nameKey(list), flag);
  }
}

function requireScores({ flags, existing, kept }: Given): void {
  const { dissatisfiedTo: to, yes = false } = flags;
  const from = flags.satisfiedFrom ?? kept.get('satisfied_from') ?? (yes ? (existing?.csat.satisfiedFrom ?? 4) : 5);
  if (to === undefined || Number(to) < Number(from)) return;
  throw new UsageError(
    `--dissatisfied-to ${to} must be below the lowest score of a satisfied customer, ${String(from)}: a score cannot be both.`,
    'Give a lower one, or a higher --satisfied-from.',
  );
}
