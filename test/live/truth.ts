import type { WorldChange } from '../../packages/sandbox/world/changes/schema';
import { ACCOUNT } from '../support/connector';
import type { LiveHarness } from './harness';
import type { Story } from './story';

/** Which happening each timeline event tells of: the n-th of the one is the n-th of the other. */
const CAUSED_BY: Readonly<Record<string, readonly WorldChange['do'][]>> = {
  SUPPORT_TICKET_OPENED: [],
  SUPPORT_TICKET_RESOLVED: ['closeTicket'],
  SUPPORT_TICKET_REOPENED: ['reopenTicket'],
  CSAT_SURVEY_SENT: ['sendSurvey'],
  CSAT_SUBMITTED: ['scoreSurvey'],
};

/** The events of one cause follow each other by microseconds. */
const SAME_TIME_MS = 2;

/** Events of the ticket that don't carry the moment at which it happened, by the sandbox' own record. */
export function timeProblems({ sandbox }: LiveHarness, story: Story, ticket: string): readonly string[] {
  const ticketId = story.ticketId(ticket);
  const events = sandbox.brevo.state.events().filter(({ properties }) => properties['ticket_id'] === ticketId);
  return Object.entries(CAUSED_BY).flatMap(([name, kinds]) => {
    const times = name === 'SUPPORT_TICKET_OPENED' ? [story.openedAt(ticket)] : timesOf(sandbox, ticketId, kinds);
    return events
      .filter((event) => event.name === name)
      .flatMap(({ date }, index) => {
        const at = times[index];
        const isRight = at !== undefined && Math.abs(Date.parse(date) - at) <= SAME_TIME_MS;
        return isRight ? [] : [`${name} ${date} instead of ${at === undefined ? 'never' : new Date(at).toISOString()}`];
      });
  });
}

function timesOf(
  { world }: LiveHarness['sandbox'],
  ticketId: number,
  kinds: readonly WorldChange['do'][],
): readonly number[] {
  return world.happened.flatMap((change) =>
    kinds.includes(change.do) && 'ticketId' in change && change.ticketId === ticketId ? [change.at] : [],
  );
}

/** What is wrong with what the ticket's campaign, an event or a mail, says of it: every parameter, and nothing else. */
export function campaignFaults({ sandbox }: LiveHarness, story: Story, ticket: string): readonly string[] {
  const ticketId = story.ticketId(ticket);
  return campaignsOf(sandbox, ticketId).flatMap((campaign) => {
    const { sent, params } = campaign;
    const wanted = wantedParams(sandbox, ticketId, campaign);
    return [...new Set([...Object.keys(wanted), ...Object.keys(params)])].flatMap((name) => {
      const [is, should] = [JSON.stringify(params[name]), JSON.stringify(wanted[name] ?? undefined)];
      return is === should ? [] : [`${name} of ${sent}: ${is} instead of ${should}`];
    });
  });
}

interface SentCampaign {
  /** Name of the event, or the number of the template. */
  readonly sent: string;
  readonly at: number;
  readonly params: Readonly<Record<string, unknown>>;
}

function campaignsOf({ brevo }: LiveHarness['sandbox'], ticketId: number): readonly SentCampaign[] {
  const events = brevo.state.events().filter(({ name }) => name === 'UPSELL' || name === 'REMIND');
  const campaigns: readonly SentCampaign[] = [
    ...events.map(({ name, receivedAt: at, properties: params }) => ({ sent: name, at, params })),
    ...brevo.state.mails().map(({ templateId, at, params }) => ({ sent: String(templateId), at, params })),
  ];
  return campaigns.filter(({ params }) => params['ticket_id'] === ticketId);
}

/** As the ticket stood when it was sent. */
function wantedParams(
  { world }: LiveHarness['sandbox'],
  ticketId: number,
  { sent, at }: SentCampaign,
): Readonly<Record<string, unknown>> {
  const ticket = world.tickets.get(ticketId);
  if (ticket === undefined) throw new Error(`the ticket ${String(ticketId)} had a campaign and is gone`);
  const before = world.happened.filter(
    (change) => 'ticketId' in change && change.ticketId === ticketId && change.at <= at,
  );
  const closedAt = before.findLast((change) => change.do === 'closeTicket')?.at ?? 0;
  const answer = before.findLast((change) => change.do === 'scoreSurvey');
  const agent = world.users.find(({ id }) => id === ticket.assigneeId);
  return {
    ticket_id: ticketId,
    subject: world.subjectOf(ticketId),
    ticket_subject: world.subjectOf(ticketId),
    channel: ticket.channel,
    status: 'closed',
    tags: ticket.tagIds.map((id) => world.tags.find((tag) => tag.id === id)?.name),
    agent_name: agent?.name,
    resolution_time: Math.round((closedAt - ticket.createdUs / 1_000) / 60_000),
    satisfaction_score: answer?.score,
    satisfaction_comment: answer?.comment,
    ...(/^\d+$/.test(sent)
      ? {}
      : { campaign: sent.toLowerCase(), event_key: `${ACCOUNT}/${String(ticketId)}/campaign/1` }),
  };
}
