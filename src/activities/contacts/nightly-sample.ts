import { plus, timestampOf } from '../../domain/timestamp';
import type { ActivityDeps } from '../deps';
import { mappingRules } from './contact-facts';
import type { ContactMapping } from './mapping';
import { readBack, recordLosses } from './read-back';

const READ_BACK = 'contacts.read_back';
const EVERY_MS = 24 * 3_600_000;
/** At 9 a second some 5 s of requests that nobody waits for. */
const CONTACTS = 40;

/**
 * Once a night reads some published contacts back and compares them with the projection: Brevo answers 2xx to values that it drops, and may
 * begin to at any time (design D18). The first night is a day after the first run.
 */
export async function sampleNightly(deps: ActivityDeps, scope: ContactMapping): Promise<void> {
  const { runs, contacts } = deps.store;
  const { account } = scope;
  if (!(await isSampleDue(deps, account))) return;
  const last = await runs.watermark(account, READ_BACK);
  await runs.setWatermark(account, READ_BACK, timestampOf(deps.now()));
  if (last === null) return;
  const start = Math.random().toString(36).slice(2, 4);
  const emailKeys = await contacts.settled(account, CONTACTS, start);
  if (emailKeys.length < CONTACTS)
    emailKeys.push(...(await contacts.settled(account, CONTACTS - emailKeys.length, '')));
  const rules = await mappingRules(deps, scope);
  const seen = await readBack(deps, scope, {
    rules,
    emailKeys: [...new Set(emailKeys)],
    wanted: () => true,
    each: CONTACTS,
  });
  const lost = [...seen.values()].flatMap((values) => values.lost);
  const figures = { account, contacts: emailKeys.length, kept: [...seen.values()].flatMap(({ kept }) => kept).length };
  deps.log[lost.length === 0 ? 'info' : 'warn']('contacts.read_back', {
    ...figures,
    lost: lost.length,
    attributes: [...new Set(lost)].sort(),
  });
  await recordLosses(deps, account, { rules, seen });
}

/** Asks the store alone. */
export async function isSampleDue({ store: { runs }, now }: ActivityDeps, account: string): Promise<boolean> {
  const last = await runs.watermark(account, READ_BACK);
  return last === null || plus(last, EVERY_MS) <= timestampOf(now());
}
