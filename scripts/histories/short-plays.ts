import { setTimeout } from 'node:timers/promises';
import {
  auditWorkflowId,
  automationsBackfillWorkflowId,
  connectionTestWorkflowId,
  planWorkflowId,
  rehearsalWorkflowId,
  SUMMARIES,
  vendorOffersWorkflowId,
  webhookRemovalWorkflowId,
  webhookSetupWorkflowId,
} from '../../src/workflows/messages';
import { ACCOUNT } from '../../test/support/connector';
import { handle, type PlaySet, type Scene, startByHand, untilTimer } from './scene';

/** What a night may find: a contact that has lost a value, and one that is gone. */
async function loseSomething({ sandbox, connector }: Scene): Promise<void> {
  await connector.sync();
  const { state, people } = sandbox.brevo;
  const snapshot = state.snapshot();
  const contacts = snapshot.contacts.map((contact, index) =>
    index % 7 === 3 ? { ...contact, attributes: {} } : contact,
  );
  state.restore({ ...snapshot, contacts });
  people.remove(snapshot.contacts.at(-1)?.email ?? '');
}

/** Of a run whose id is made for it. */
async function newest({ client }: Scene['connector'], type: string): Promise<string> {
  for (;;) {
    for await (const { workflowId } of client.workflow.list({ query: `WorkflowType = '${type}'` })) return workflowId;
    await setTimeout(100);
  }
}

/** Workflows of a few seconds, which know one way only. */
export const SHORT_SET: PlaySet = {
  apart: false,
  plays: {
    'connection-test': async ({ connector }) => {
      await connector.control.testConnection(ACCOUNT);
      return [{ workflowId: connectionTestWorkflowId(ACCOUNT) }];
    },
    'webhook-setup': async ({ connector }) => {
      await connector.control.setUpWebhooks(ACCOUNT, `https://connector.example/webhooks/gorgias/${ACCOUNT}`, {
        move: false,
      });
      return [{ workflowId: webhookSetupWorkflowId(ACCOUNT) }];
    },
    'webhook-removal': async ({ connector }) => {
      await connector.control.removeWebhooks(ACCOUNT, { everywhere: true });
      return [{ workflowId: webhookRemovalWorkflowId(ACCOUNT) }];
    },
    'key-trial': async ({ connector }) => {
      await connector.control.tryKeys(ACCOUNT, { gorgiasApiKey: 'a-refused-key' });
      return [{ workflowId: await newest(connector, 'keyTrialWorkflow') }];
    },
    'settings-check': async ({ connector }) => {
      const settings = `connectors: { gorgias: { domain: ${ACCOUNT}.gorgias.com, lists: { satisfied_customers: 4711 } } }`;
      await connector.control.checkSettings(ACCOUNT, settings);
      return [{ workflowId: await newest(connector, 'settingsCheckWorkflow') }];
    },
    'vendor-offers': async ({ connector }) => {
      await connector.control.readOffers(ACCOUNT);
      return [{ workflowId: vendorOffersWorkflowId(ACCOUNT) }];
    },
    'list-making': async ({ connector }) => {
      await connector.control.makeLists(ACCOUNT, ['Happy customers', 'Unhappy customers']);
      return [{ workflowId: await newest(connector, 'listMakingWorkflow') }];
    },
    plan: async ({ connector }) => {
      await connector.control.plan(ACCOUNT);
      return [{ workflowId: planWorkflowId(ACCOUNT) }];
    },
    'audit-repaired': async (scene) => {
      await loseSomething(scene);
      const workflowId = auditWorkflowId(ACCOUNT);
      await startByHand(scene, 'audit', workflowId, { account: ACCOUNT, all: true, repair: true, overwrite: true });
      await handle(scene, workflowId).result();
      return [{ workflowId }];
    },
    'audit-nightly': async (scene) => {
      const workflowId = auditWorkflowId(ACCOUNT);
      await startByHand(scene, 'audit', workflowId, { account: ACCOUNT, sample: 10, nightly: true });
      await handle(scene, workflowId).result();
      return [{ workflowId }];
    },
    rehearsal: async (scene) => {
      const workflowId = rehearsalWorkflowId(ACCOUNT);
      await scene.connector.sync();
      await scene.connector.control.startRehearsal({
        account: ACCOUNT,
        since: '2020-01-01',
        policy: { campaigns: { upsell: { when: 'satisfied', send: { event: 'UPSELL' } } } },
      });
      await handle(scene, workflowId).result();
      return [{ workflowId }];
    },
    'privacy-erased': async (scene) => {
      const { connector, sandbox } = scene;
      await connector.sync();
      const email = sandbox.brevo.state.contacts().find((contact) => contact.email !== null)?.email ?? '';
      await connector.control.pause(ACCOUNT);
      const { workflowId } = await connector.control.startErasure({ account: ACCOUNT, email, brevo: true });
      await untilTimer(scene, workflowId, SUMMARIES.eraseInBrevo);
      await connector.control.resume(ACCOUNT);
      await handle(scene, workflowId).result();
      return [{ workflowId }];
    },
    'automations-backfill': async (scene) => {
      const workflowId = automationsBackfillWorkflowId(ACCOUNT);
      await startByHand(scene, 'automationsBackfill', workflowId, { account: ACCOUNT });
      await handle(scene, workflowId).result();
      return [{ workflowId }];
    },
  },
};
