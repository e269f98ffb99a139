import { fullSyncWorkflowId, SUMMARIES } from '../../src/workflows/messages';
import { ACCOUNT, GORGIAS } from '../../test/support/connector';
import { eventually } from '../../test/support/eventually';
import {
  chain,
  CONTINUE_FROM,
  expectFailure,
  handle,
  type PlaySet,
  type Recorded,
  type Scene,
  startByHand,
  untilTimer,
} from './scene';

const workflowId = fullSyncWorkflowId(ACCOUNT);
const recorded: readonly Recorded[] = [{ workflowId }];

async function ended(scene: Scene): Promise<readonly Recorded[]> {
  await handle(scene, workflowId).result();
  return recorded;
}

export const FULL_SYNC_SET: PlaySet = {
  apart: true,
  plays: {
    'full-sync-plain': async ({ connector }) => {
      await connector.sync();
      return recorded;
    },
    'full-sync-dry-run': async ({ connector }) => {
      await connector.sync({ dryRun: true });
      return recorded;
    },
    'full-sync-since': async ({ connector }) => {
      await connector.sync({ since: '2026-01-01', resources: ['tickets', 'customers'], batchSize: 50 });
      return recorded;
    },
    'full-sync-paused-and-resumed': async (scene) => {
      const { sandbox, connector } = scene;
      sandbox.gorgias.faults.add({ kind: '5xx', match: { pathPrefix: '/api/tickets' } });
      await connector.control.startSync({ account: ACCOUNT });
      await connector.control.pause(ACCOUNT);
      sandbox.gorgias.faults.clear();
      await eventually(async () => (await connector.control.progress(ACCOUNT))?.state === 'paused');
      await connector.control.resume(ACCOUNT);
      return ended(scene);
    },
    'full-sync-cancelled': async (scene) => {
      const { sandbox, connector } = scene;
      sandbox.gorgias.faults.add({ kind: '5xx', match: { pathPrefix: '/api/customers' } });
      await connector.control.startSync({ account: ACCOUNT });
      await eventually(async () => (await connector.control.progress(ACCOUNT))?.resources.at(-2)?.done === true);
      await handle(scene, workflowId).cancel();
      await expectFailure(scene, workflowId);
      return recorded;
    },
    'full-sync-wrong-input': async (scene) => {
      await startByHand(scene, 'fullSync', workflowId, { acount: ACCOUNT });
      await expectFailure(scene, workflowId);
      return recorded;
    },
    'full-sync-by-another-id': async (scene) => {
      await startByHand(scene, 'fullSync', 'mine', { account: ACCOUNT });
      await handle(scene, 'mine').result();
      return [{ workflowId: 'mine' }, { workflowId }];
    },
    'full-sync-unknown-account': async (scene) => {
      const stranger = fullSyncWorkflowId('stranger');
      await scene.connector.control.startSync({ account: 'stranger' });
      await expectFailure(scene, stranger);
      return [{ workflowId: stranger }];
    },
    'full-sync-key-refused': async (scene) => {
      const { sandbox, connector } = scene;
      sandbox.gorgias.setCredentials({ ...GORGIAS, apiKey: 'rotated' });
      await connector.control.startSync({ account: ACCOUNT });
      await untilTimer(scene, workflowId, SUMMARIES.keyRefused);
      sandbox.gorgias.setCredentials(GORGIAS);
      await connector.control.resume(ACCOUNT);
      return ended(scene);
    },
    'full-sync-limit-wait': async (scene) => {
      const match = { pathPrefix: '/api/tickets' };
      scene.sandbox.gorgias.faults.add({ kind: '429', retryAfterSeconds: 2, times: 7, match });
      await scene.connector.control.startSync({ account: ACCOUNT });
      return ended(scene);
    },
    'full-sync-continued': async (scene) => {
      const { sandbox, connector } = scene;
      sandbox.gorgias.faults.add({ kind: '5xx', match: { pathPrefix: '/api/tickets' }, times: 3 });
      const { runId } = await connector.control.startSync({ account: ACCOUNT });
      // A signal that changes nothing makes the history long without much work.
      await Promise.all(Array.from({ length: CONTINUE_FROM }, () => connector.control.resume(ACCOUNT)));
      await ended(scene);
      return (await chain(scene, workflowId, runId)).slice(0, 2);
    },
  },
};
