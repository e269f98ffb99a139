import { createHash } from 'node:crypto';
import { campaignWorkflowId, SUMMARIES } from '../../src/workflows/messages';
import { ACCOUNT, BREVO_KEY } from '../../test/support/connector';
import { eventually } from '../../test/support/eventually';
import { closedTicket, expectFailure, handle, type PlaySet, type Scene, startByHand, untilTimer } from './scene';
import { timestampOf } from '../../src/domain/timestamp';

interface RequestedCampaign {
  readonly workflowId: string;
  isHeld(): Promise<boolean>;
  ended(): Promise<unknown>;
}

/** Asks for a campaign as a program does; nobody waits for the answer. */
async function ask(scene: Scene, name: string, ticketId: number | null): Promise<RequestedCampaign> {
  const { store, control } = scene.connector;
  const id = createHash('sha256').update(name).digest('hex').slice(0, 32);
  const details = ticketId === null ? null : await store.ticketReader.details(ACCOUNT, ticketId);
  const emailKey = details?.emailKey ?? `${name}@customer.example.com`;
  await store.campaignRequests.ask(ACCOUNT, {
    ...{ id, name, ticketId, emailKey, params: { gift: 'mug' }, askedAt: timestampOf(new Date()) },
  });
  await control.triggerCampaign(ACCOUNT, id);
  const workflowId = campaignWorkflowId(ACCOUNT, id);
  return {
    workflowId,
    isHeld: async () => (await store.campaignRequests.find(ACCOUNT, id))?.status === 'held',
    ended: () => handle(scene, workflowId).result(),
  };
}

/** Every way that a campaign can take which a program asked for. */
export const CAMPAIGN_SET: PlaySet = {
  apart: false,
  plays: {
    'campaign-sent': async (scene) => {
      const request = await ask(scene, 'welcome', null);
      await request.ended();
      return [request];
    },
    'campaign-held-and-sent': async (scene) => {
      const ticket = await closedTicket(scene);
      const request = await ask(scene, 'upsell', ticket.id);
      await eventually(() => request.isHeld());
      await ticket.happen({ do: 'scoreSurvey', ticketId: ticket.id, score: 5 });
      await request.ended();
      return [request];
    },
    'campaign-key-refused': async (scene) => {
      scene.sandbox.brevo.setApiKey('rotated');
      const request = await ask(scene, 'after-a-new-key', null);
      await eventually(() => request.isHeld());
      scene.sandbox.brevo.setApiKey(BREVO_KEY);
      await scene.connector.control.resume(ACCOUNT);
      await request.ended();
      return [request];
    },
    'campaign-limit-wait': async (scene) => {
      scene.sandbox.brevo.faults.add({ kind: '429', retryAfterSeconds: 2, times: 7 });
      const request = await ask(scene, 'after-a-limit', null);
      await untilTimer(scene, request.workflowId, SUMMARIES.rateLimited);
      await request.ended();
      return [request];
    },
    'campaign-wrong-input': async (scene) => {
      const workflowId = campaignWorkflowId(ACCOUNT, 'none');
      await startByHand(scene, 'campaign', workflowId, { account: ACCOUNT, requestId: 'none' });
      await expectFailure(scene, workflowId);
      return [{ workflowId }];
    },
  },
};
