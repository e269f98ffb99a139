import { readdirSync } from 'node:fs';
import { UsageError } from '../../../../src/domain/errors/failure';
import type { CliContext } from '../context';
import { givenDomain, type OwnedFile } from './account';
import { BREVO_KEY, GORGIAS_KEY, type InitFlags } from './flags';
import { DOMAIN, FILE, type KeptAnswers } from './kept-answers';

interface Given {
  readonly context: CliContext;
  readonly flags: InitFlags;
  readonly existing: OwnedFile | null;
  readonly kept: KeptAnswers;
}

/**
 * What nobody has given and nobody can be asked for, all of it, before a connector is started for the questions. Where one was started before,
 * it may know the account, and says itself what is missing.
 *
 * @throws UsageError with the flags
 */
export function requireGiven({ context, flags, existing, kept }: Given): void {
  const { settings } = context;
  if (!isFresh(settings.home)) return;
  const needed: readonly (readonly [flag: string, given: unknown])[] = [
    ['--domain', givenDomain(context, flags) ?? existing?.domain ?? kept.get(DOMAIN)],
    ['--email', flags.email ?? settings.gorgiasEmail ?? kept.get('email')],
    [GORGIAS_KEY.flag, flags.apiKey ?? flags.apiKeyFile ?? settings.gorgiasApiKey],
    [BREVO_KEY.flag, flags.brevoApiKey ?? flags.brevoApiKeyFile ?? settings.brevoApiKey],
    // With the first question of the settings all others want an answer, too.
    ['--yes (or a flag for each question)', flags.yes ?? flags.contactsList ?? (kept.found > 0 ? true : undefined)],
  ];
  const missing = needed.flatMap(([flag, given]) => ((given ?? null) === null ? [flag] : []));
  if (missing.length === 0) return;
  throw new UsageError(`Nobody can be asked here, and this is missing: ${missing.join(', ')}.`, WAYS);
}

const WAYS =
  'Give it by the flags, or by GORGIAS_DOMAIN, GORGIAS_EMAIL, GORGIAS_API_KEY and BREVO_API_KEY: tajo init --help';

/** Nothing was started in it yet. */
function isFresh(home: string): boolean {
  try {
    return readdirSync(home).every((name) => name === FILE);
  } catch {
    return true;
  }
}
