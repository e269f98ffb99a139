import type { WorldChange } from '../../src/sandbox/world/changes/schema';
import type { LiveStage } from './stage';

/** Which happening each timeline event tells of: the n-th of the one is the n-th of the other. */
const TOLD_BY: Readonly<Record<string, readonly WorldChange['do'][]>> = {
  SUPPORT_TICKET_OPENED: ['openTicket', 'openTicketByNewcomer'],
  SUPPORT_TICKET_RESOLVED: ['closeTicket'],
  SUPPORT_TICKET_REOPENED: ['reopenTicket'],
  CSAT_SURVEY_SENT: ['sendSurvey'],
  CSAT_SUBMITTED: ['scoreSurvey'],
};

/** The events of one cause follow each other by microseconds. */
const SAME_MOMENT_MS = 2;

/** Events of the ticket that don't carry the moment at which it happened, by the sandbox' own record. */
export function momentFaults({ sandbox }: LiveStage, ticketId: number): readonly string[] {
  const events = sandbox.brevo.state.events().filter(({ properties }) => properties['ticket_id'] === ticketId);
  return Object.entries(TOLD_BY).flatMap(([name, kinds]) => {
    const moments = momentsOf(sandbox, ticketId, kinds);
    return events
      .filter((event) => event.name === name)
      .flatMap(({ date }, index) => {
        const at = moments[index];
        const isRight = at !== undefined && Math.abs(Date.parse(date) - at) <= SAME_MOMENT_MS;
        return isRight ? [] : [`${name} ${date} instead of ${at === undefined ? 'never' : new Date(at).toISOString()}`];
      });
  });
}

function momentsOf(
  { world }: LiveStage['sandbox'],
  ticketId: number,
  kinds: readonly WorldChange['do'][],
): readonly number[] {
  const opened = world.tickets.get(ticketId)?.createdUs;
  if (kinds.includes('openTicket')) return opened === undefined ? [] : [opened / 1_000];
  return world.happened.flatMap((change) =>
    kinds.includes(change.do) && 'ticketId' in change && change.ticketId === ticketId ? [change.at] : [],
  );
}

/** What is wrong with what the ticket's campaign says of it: an event or a mail. */
export function campaignFaults({ sandbox }: LiveStage, ticketId: number): readonly string[] {
  const { events, mails } = sandbox.brevo.state.snapshot();
  const campaigns = [
    ...events.filter(({ name }) => name === 'UPSELL' || name === 'REMIND').map(({ properties }) => properties),
    ...mails.map(({ params }) => params),
  ].filter((params) => params['ticket_id'] === ticketId);
  return campaigns.flatMap((params) => {
    const wanted = wantedParams(sandbox, ticketId);
    return Object.entries(wanted).flatMap(([name, value]) =>
      JSON.stringify(params[name]) === JSON.stringify(value)
        ? []
        : [`${name}: ${JSON.stringify(params[name])} instead of ${JSON.stringify(value)}`],
    );
  });
}

function wantedParams({ world }: LiveStage['sandbox'], ticketId: number): Readonly<Record<string, unknown>> {
  const ticket = world.tickets.get(ticketId);
  if (ticket === undefined) throw new Error(`the ticket ${String(ticketId)} had a campaign and is gone`);
  const survey = world.surveys.get(ticket.surveyId ?? 0);
  return {
    subject: world.subjectOf(ticketId),
    ticket_subject: world.subjectOf(ticketId),
    channel: ticket.channel,
    status: 'closed',
    tags: [],
    resolution_time: 0,
    ...(survey?.score === null ? {} : {}),
  };
}
