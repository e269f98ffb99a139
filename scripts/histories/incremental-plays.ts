import { incrementalSyncWorkflowId, SUMMARIES } from '../../src/workflows/messages';
import { ACCOUNT, GORGIAS } from '../../test/support/connector';
import {
  expectFailure,
  handle,
  type PlaySet,
  type Recorded,
  type Scene,
  startByHand,
  untilScheduled,
  untilTimer,
} from './scene';

const workflowId = incrementalSyncWorkflowId(ACCOUNT);

async function run(scene: Scene, input: object = {}): Promise<readonly Recorded[]> {
  await startByHand(scene, 'incrementalSync', workflowId, { account: ACCOUNT, ...input });
  await handle(scene, workflowId).result();
  return [{ workflowId }];
}

export const INCREMENTAL_SET: PlaySet = {
  apart: true,
  plays: {
    'incremental-quiet': (scene) => run(scene),
    // Since there is a sweep at the end of each run; the others were recorded before.
    'incremental-swept': (scene) => run(scene),
    'incremental-busy': async (scene) => {
      const { world } = scene.sandbox;
      const [first] = world.customers.keys();
      const opened = world.change({ do: 'openTicket', customerId: first ?? 0 });
      world.change({ do: 'openTicketByNewcomer', email: 'ada@customer.example.com', name: 'Ada' });
      world.change({ do: 'updateCustomer', customerId: first ?? 0, name: 'Grace' });
      world.change({ do: 'addMessage', ticketId: opened, from: 'agent' });
      world.change({ do: 'closeTicket', ticketId: opened, surveyDelayMs: 0 });
      return run(scene);
    },
    'incremental-since': (scene) => run(scene, { since: '2026-01-01', resources: ['tickets', 'customers'] }),
    'incremental-dry-run': (scene) => run(scene, { dryRun: true }),
    'incremental-key-refused': async (scene) => {
      scene.sandbox.gorgias.setCredentials({ ...GORGIAS, apiKey: 'rotated' });
      await startByHand(scene, 'incrementalSync', workflowId, { account: ACCOUNT });
      await untilTimer(scene, workflowId, SUMMARIES.keyRefused);
      scene.sandbox.gorgias.setCredentials(GORGIAS);
      await handle(scene, workflowId).signal('resume');
      await handle(scene, workflowId).result();
      return [{ workflowId }];
    },
    'incremental-cancelled': async (scene) => {
      scene.sandbox.gorgias.faults.add({ kind: '5xx', match: { pathPrefix: '/api/tickets' } });
      await startByHand(scene, 'incrementalSync', workflowId, { account: ACCOUNT });
      await untilScheduled(scene, workflowId, 'readPages', 2);
      await handle(scene, workflowId).cancel();
      await expectFailure(scene, workflowId);
      return [{ workflowId }];
    },
    'incremental-failed': async (scene) => {
      const stranger = incrementalSyncWorkflowId('stranger');
      await startByHand(scene, 'incrementalSync', stranger, { account: 'stranger' });
      await expectFailure(scene, stranger);
      return [{ workflowId: stranger }];
    },
  },
};
