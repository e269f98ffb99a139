import { createHash } from 'node:crypto';
import type { ListNumbers } from '../../config/rules/check-lists';
import type { ConnectorConfig } from '../../config/types';
import type { ActivityDeps } from '../deps';
import { detailPaths } from './customer-detail';
import { markAll } from './mark-again';
import { listNumbers } from '../list-numbers';

/**
 * When `tajo.yaml` makes contacts up otherwise than at the last run (who is left out, how phones are read, which field goes where, which
 * list means what), all of them are looked at again, and written where that makes a difference. The first run has nothing to compare with.
 */
export async function markWhenRulesChanged(deps: ActivityDeps, account: string): Promise<void> {
  const digest = digestOf(deps.configOf(account), await listNumbers(deps, account));
  const { accounts } = deps.store;
  await accounts.keepDetailPaths(account, detailPaths(deps.configOf(account)));
  const known = await accounts.rulesDigest(account);
  if (known === digest) return;
  if (known !== null) {
    deps.log.info('contacts.rules_changed', { account });
    await markAll(deps, account);
  }
  // Only then: a run that dies in between begins anew.
  await accounts.setRulesDigest(account, digest);
}

/** With the lists by number: which list it is counts, and not how the settings call it. */
function digestOf(config: ConnectorConfig, { lists, tags: tagLists }: ListNumbers): string {
  const { fieldMapping, csat, tags, phoneCountry, exclude, openSupportAtMostMs, sync } = config;
  const { satisfiedFrom, dissatisfiedTo } = csat;
  const rules = [sorted(fieldMapping), sorted(lists), satisfiedFrom, dissatisfiedTo, phoneCountry, exclude];
  const waits = [openSupportAtMostMs];
  const segments = [sorted(tagLists), tags.auto, tags.from];
  // Nothing while all is read, so that the digests of before stay what they are.
  const off = Object.entries(sync).flatMap(([records, isOn]) => (isOn ? [] : [records]));
  return createHash('sha256')
    .update(JSON.stringify([...rules, ...segments, ...waits, ...off]))
    .digest('base64');
}

function sorted(entries: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1));
}
