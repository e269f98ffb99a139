import { ensureSchedule, removeSchedule } from '../../src/control/schedules';
import {
  incrementalScheduleId,
  incrementalSyncWorkflowId,
  publishingWorkflowId,
  SUMMARIES,
} from '../../src/workflows/messages';
import { ACCOUNT, GORGIAS } from '../../test/support/connector';
import { eventually } from '../../test/support/eventually';
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

/** Answers the id of the run that the schedule has begun. */
async function untilRun({ connector: { client } }: Scene): Promise<string> {
  let found: string | undefined;
  await eventually(async () => {
    const { info } = await client.schedule.getHandle(incrementalScheduleId(ACCOUNT)).describe();
    found = info.recentActions[0]?.action.workflow.workflowId;
    return found !== undefined;
  });
  return found ?? '';
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
    // The run, and the publishing that it has begun.
    'incremental-scheduled': async (scene) => {
      scene.sandbox.world.change({ do: 'openTicketByNewcomer', email: 'ada@customer.example.com', name: 'Ada' });
      const { client } = scene.connector;
      await ensureSchedule(client, ACCOUNT, { everyMs: 3_600_000 });
      const scheduled = await untilRun(scene);
      await removeSchedule(client, ACCOUNT);
      await handle(scene, scheduled).result();
      const publishing = publishingWorkflowId(ACCOUNT);
      await handle(scene, publishing).result();
      return [{ workflowId: scheduled }, { workflowId: publishing }];
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
