import { SUMMARIES, ticketWorkflowId } from '../../src/workflows/messages';
import { ACCOUNT, GORGIAS } from '../../test/support/connector';
import { eventually } from '../../test/support/eventually';
import {
  chain,
  close,
  closedTicket,
  CONTINUE_FROM,
  expectFailure,
  handle,
  openTicket,
  type PlaySet,
  startByHand,
  ticketOf,
  untilTimer,
} from './scene';

/** A policy with times that a recording can wait for. */
function times({ wait, delay }: { readonly wait: string; readonly delay: string }): (yaml: string) => string {
  const campaigns = `campaigns:
      upsell: { when: satisfied, delay: ${delay}, send: { event: UPSELL } }
      remind: { when: no_answer, delay: 0s, send: { event: REMIND } }`;
  return (yaml) => yaml.replace(/campaigns: \{\}/, campaigns).replace(/wait: 7d/, `wait: ${wait}`);
}

/** Every way that a ticket's workflow can take. */
export const TICKET_SETS: readonly PlaySet[] = [
  {
    edit: times({ wait: '1h', delay: '2s' }),
    apart: false,
    plays: {
      'ticket-rated': async (scene) => {
        const ticket = await closedTicket(scene);
        await ticket.happen({ do: 'scoreSurvey', ticketId: ticket.id, score: 5, comment: 'thanks' });
        await ticket.ended();
        return [ticket.recorded];
      },
      'ticket-reopened-while-waiting': async (scene) => {
        const ticket = await closedTicket(scene);
        await ticket.happen({ do: 'reopenTicket', ticketId: ticket.id });
        await ticket.until(({ status }) => status === 'open');
        return [ticket.recorded];
      },
      'ticket-held-and-released': async (scene) => {
        const held = await openTicket(scene);
        const customerId = scene.sandbox.world.tickets.get(held.id)?.customerId ?? 0;
        const other = ticketOf(scene, scene.sandbox.world.change({ do: 'openTicket', customerId }));
        await other.hint();
        await other.until(({ status }) => status === 'open');
        await close(held);
        await held.happen({ do: 'scoreSurvey', ticketId: held.id, score: 5 });
        await held.until(({ sentence }) => sentence.includes('campaign held'));
        await close(other);
        await other.happen({ do: 'scoreSurvey', ticketId: other.id, score: 3 });
        await Promise.all([held.ended(), other.ended()]);
        return [held.recorded, other.recorded];
      },
      'ticket-snoozed': async (scene) => {
        const ticket = await openTicket(scene);
        const until = Date.now() + 3_600_000;
        await ticket.happen({ do: 'snoozeTicket', ticketId: ticket.id, until });
        await ticket.until(({ status }) => status === 'snoozed');
        await ticket.happen({ do: 'wakeTicket', ticketId: ticket.id });
        await ticket.until(({ status }) => status === 'open');
        return [ticket.recorded];
      },
      'ticket-deleted': async (scene) => {
        const ticket = await openTicket(scene);
        await ticket.happen({ do: 'deleteTicket', ticketId: ticket.id });
        await ticket.ended();
        return [ticket.recorded];
      },
      'ticket-merged': async (scene) => {
        const merged = await openTicket(scene);
        const survivor = await openTicket(scene);
        await merged.happen({ do: 'mergeTickets', sourceId: merged.id, targetId: survivor.id });
        await merged.ended();
        await survivor.until(({ hints }) => hints > 1);
        return [merged.recorded, survivor.recorded];
      },
      'ticket-key-refused': async (scene) => {
        const ticket = await openTicket(scene);
        scene.sandbox.gorgias.setCredentials({ ...GORGIAS, apiKey: 'rotated' });
        await ticket.hint();
        await ticket.until(({ sentence }) => sentence.startsWith('waiting:'));
        scene.sandbox.gorgias.setCredentials(GORGIAS);
        await scene.connector.store.admission.probeNow(ACCOUNT);
        await ticket.hint();
        await ticket.until(({ sentence }) => sentence.startsWith('open'));
        return [ticket.recorded];
      },
      'ticket-limit-wait': async (scene) => {
        const ticket = await openTicket(scene);
        const match = { pathPrefix: `/api/tickets/${String(ticket.id)}` };
        scene.sandbox.gorgias.faults.add({ kind: '429', retryAfterSeconds: 2, times: 7, match });
        await ticket.hint();
        await untilTimer(scene, ticket.recorded.workflowId, SUMMARIES.rateLimited);
        await ticket.until(({ sentence }) => sentence.startsWith('open'));
        return [ticket.recorded];
      },
      'ticket-paused-and-resumed': async (scene) => {
        const ticket = await openTicket(scene);
        await handle(scene, ticket.recorded.workflowId).signal('pause');
        await ticket.hint();
        await ticket.until(({ sentence }) => sentence.startsWith('paused'));
        await handle(scene, ticket.recorded.workflowId).signal('resume');
        await ticket.until(({ sentence }) => sentence.startsWith('open'));
        return [ticket.recorded];
      },
      'ticket-connector-paused': async (scene) => {
        const ticket = await openTicket(scene);
        await scene.connector.store.accounts.setState(ACCOUNT, 'paused', { reason: null });
        await ticket.hint();
        await ticket.until(({ sentence }) => sentence.includes('paused'));
        await scene.connector.store.accounts.setState(ACCOUNT, 'connected', { reason: null });
        await ticket.hint();
        await ticket.until(({ sentence }) => sentence.startsWith('open'));
        return [ticket.recorded];
      },
      'ticket-continued': async (scene) => {
        const ticket = await openTicket(scene);
        const { workflowId } = ticket.recorded;
        const { runId } = await handle(scene, workflowId).describe();
        // A storm of hints makes the history long without much work.
        for (let hint = 0; hint < CONTINUE_FROM; hint += 1) await handle(scene, workflowId).signal('ticketEvent', {});
        await eventually(async () => (await handle(scene, workflowId).describe()).runId !== runId);
        await ticket.until(({ sentence }) => sentence.startsWith('open'));
        return (await chain(scene, workflowId, runId)).slice(0, 2);
      },
      'ticket-paused-and-continued': async (scene) => {
        const ticket = await openTicket(scene);
        const { workflowId } = ticket.recorded;
        const { runId } = await handle(scene, workflowId).describe();
        await handle(scene, workflowId).signal('pause');
        for (let hint = 0; hint < CONTINUE_FROM; hint += 1) await handle(scene, workflowId).signal('ticketEvent', {});
        await eventually(async () => (await handle(scene, workflowId).describe()).runId !== runId);
        await ticket.until(({ sentence }) => sentence.startsWith('paused'));
        await handle(scene, workflowId).signal('resume');
        await ticket.until(({ sentence }) => sentence.startsWith('open'));
        return (await chain(scene, workflowId, runId)).slice(0, 2);
      },
      'ticket-backfill-hint': async (scene) => {
        await scene.connector.sync({ resources: ['customers', 'tickets'] });
        const known = [...scene.sandbox.world.tickets.values()].find(({ status }) => status === 'open');
        const ticket = ticketOf(scene, known?.id ?? 0);
        await ticket.hint('backfill');
        await ticket.until(({ status }) => status === 'open');
        return [ticket.recorded];
      },
      'ticket-wrong-input': async (scene) => {
        const workflowId = ticketWorkflowId(ACCOUNT, 1);
        await startByHand(scene, 'ticket', workflowId, { account: ACCOUNT, ticketId: 'the first' });
        await expectFailure(scene, workflowId);
        return [{ workflowId }];
      },
      'ticket-by-another-id': async (scene) => {
        const workflowId = ticketWorkflowId(ACCOUNT, 2);
        await startByHand(scene, 'ticket', workflowId, { account: ACCOUNT, ticketId: 1 });
        await expectFailure(scene, workflowId);
        return [{ workflowId }];
      },
      // Nobody labelled it: it was started by hand.
      'ticket-by-hand': async (scene) => {
        const id = scene.sandbox.world.change({ do: 'openTicketByNewcomer', email: 'by-hand@customer.example.com' });
        const workflowId = ticketWorkflowId(ACCOUNT, id);
        await startByHand(scene, 'ticket', workflowId, { account: ACCOUNT, ticketId: String(id) });
        await ticketOf(scene, id).until(({ status }) => status === 'open');
        return [{ workflowId }];
      },
    },
  },
  {
    edit: times({ wait: '4s', delay: '0s' }),
    apart: false,
    plays: {
      'ticket-no-answer': async (scene) => {
        const ticket = await openTicket(scene);
        await close(ticket);
        await ticket.ended();
        return [ticket.recorded];
      },
    },
  },
  {
    edit: times({ wait: '1h', delay: '1h' }),
    apart: false,
    plays: {
      'ticket-reopened-during-delay': async (scene) => {
        const ticket = await closedTicket(scene);
        await ticket.happen({ do: 'scoreSurvey', ticketId: ticket.id, score: 5 });
        await ticket.until(({ outcome }) => outcome === 'satisfied');
        await ticket.happen({ do: 'reopenTicket', ticketId: ticket.id });
        await ticket.until(({ status }) => status === 'open');
        return [ticket.recorded];
      },
    },
  },
];
