import { openStore } from '../../src/store/open';
import type { CasesOf } from './cases';
import { printed, thrownBy, typed } from './shown';

/** What the connector itself stands on. */
export const OF_SERVERS: CasesOf<'store' | 'temporal' | 'bug'> = {
  'store.unavailable': async ({ harness }) => {
    const { keyring } = harness.connector;
    const databaseUrl = 'postgres://tajo@127.0.0.1:1/nothing';
    return printed(await thrownBy(() => openStore({ databaseUrl, keyring })));
  },
  'temporal.unavailable': async ({ unanswered }) => printed(await unanswered),
  bug: ({ brokenDoor }) => typed(['connectors', 'plan', 'gorgias'], brokenDoor),
};
