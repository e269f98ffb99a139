import { listen } from '../../src/api/server';
import { createApiCall } from '../../packages/sdk/client/api-call';
import { listConnectors } from '../../packages/sdk/contract/accounts';
import { fullSyncWorkflowId } from '../../src/workflows/messages';
import { API_KEY } from '../api/running-api';
import { ACCOUNT } from '../support/connector';
import type { CasesOf } from './cases';
import { endlessSync } from './endless-sync';
import { printed, thrownBy, typed } from './shown';

const LIST = ['connectors', 'list'];

/** What only the caller sees, and how a run that was waited for ended. */
export const OF_CALLERS: CasesOf<'client' | 'sync'> = {
  'client.unreachable': () => typed(LIST, { url: 'http://127.0.0.1:1' }),
  'client.protocol': ({ harness }) => typed(LIST, { url: harness.sandbox.brevo.url }),
  'client.invalid_url': () => typed(LIST, { url: 'ftp://127.0.0.1' }),
  'client.timeout': async () => {
    const silent = await listen(() => undefined, { port: 0, host: '127.0.0.1' });
    const call = createApiCall({ url: silent.url, apiKey: API_KEY });
    const impatient = { ...listConnectors, timeoutMs: 50 };
    const thrown = await thrownBy(() => call(impatient, {})).finally(() => silent.close(0));
    return printed(thrown);
  },
  'client.aborted': (scenario) =>
    endlessSync(scenario, async () => {
      const stop = new AbortController();
      const options = { signal: stop.signal, onProgress: () => stop.abort() };
      return printed(await thrownBy(() => scenario.door.tajo.connectors.sync('gorgias', options)));
    }),
  'sync.failed': async ({ door, harness }) => {
    harness.sandbox.gorgias.faults.add({ kind: 'html', status: 404 });
    const shown = printed(await thrownBy(() => door.tajo.connectors.sync('gorgias')));
    // What the run itself died of names its own next step, beside that of waiting for it.
    expect(shown.text).toContain('Check that the domain is your subdomain, like yourstore.gorgias.com.');
    return shown;
  },
  'sync.cancelled': (scenario) =>
    endlessSync(scenario, async () => {
      const handle = scenario.harness.connector.client.workflow.getHandle(fullSyncWorkflowId(ACCOUNT));
      const asked: Promise<unknown>[] = [];
      const onProgress = (): void => {
        if (asked.length === 0) asked.push(handle.cancel());
      };
      const thrown = await thrownBy(() => scenario.door.tajo.connectors.sync('gorgias', { onProgress }));
      await Promise.all(asked);
      return printed(thrown);
    }),
};
