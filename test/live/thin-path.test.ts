import { eventually } from '../faults/stage';
import { type LiveStage, openLiveStage } from './stage';

let stage: LiveStage;
beforeAll(async () => {
  stage = await openLiveStage();
}, 180_000);
afterAll(() => stage.end(), 60_000);

test('when a ticket is opened, closed and rated 5, its story is on the timeline once and the campaign is sent once', async () => {
  const { sandbox } = stage;
  const ticketId = await stage.happen({
    do: 'openTicketByNewcomer',
    email: 'ada@customer.example.com',
    name: 'Ada',
    channel: 'chat',
    subject: 'Where is it?',
  });
  const t0 = Date.now();
  while (stage.timeline(ticketId).length < 1 && Date.now() - t0 < 30_000) await new Promise((r) => setTimeout(r, 200));
  console.log(await stage.view(ticketId), stage.connector.logs().slice(-3000));
  const h = await stage.connector.client.workflow.getHandle('ticket/yourstore/' + ticketId).fetchHistory();
  console.log(
    h.events
      ?.map(
        (e) =>
          e.eventType +
          ' ' +
          JSON.stringify(
            e.activityTaskFailedEventAttributes?.failure ??
              e.workflowTaskFailedEventAttributes?.failure ??
              e.activityTaskScheduledEventAttributes?.activityType ??
              '',
          ),
      )
      .join('\n'),
  );
  const d = await stage.connector.client.workflow.getHandle('ticket/yourstore/' + ticketId).describe();
  console.log(JSON.stringify(d.raw.pendingActivities, null, 1).slice(0, 3000));
  await stage.happen({ do: 'addMessage', ticketId, from: 'agent' });
  await stage.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
  await stage.happen({ do: 'sendSurvey', ticketId });
  await stage.happen({ do: 'scoreSurvey', ticketId, score: 5, comment: 'thanks' });
  await stage.sync();
  await eventually(
    () => stage.timeline(ticketId).includes('UPSELL'),
    () => `timeline ${stage.timeline(ticketId).join()} logs ${stage.connector.logs().slice(-3000)}`,
  );
  console.log(sandbox.brevo.state.snapshot().events, await stage.view(ticketId));
  console.log(await stage.connector.store.campaigns.decisions('yourstore', ticketId));
  console.log(await stage.connector.store.tickets.notes('yourstore', ticketId));
}, 120_000);
