import { type Random } from '../random';
import { type World } from '../world/world';
import { type Cast } from './cast';
import { stepClosed } from './closed-ticket';
import { stepOpen, stepSnoozed } from './open-ticket';
import { end, type Step } from './scene';
import { type Shown } from './shown';

interface Stage {
  readonly world: World;
  readonly random: Random;
  readonly cast: Cast;
  readonly shown: Shown | null;
}

/** The next step of a ticket's story, told from nothing but how the ticket stands: so a story goes on after a restart, which ends what is shown. */
export function stepOf(ticketId: number, { world, random, cast, shown }: Stage): Step {
  const ticket = world.tickets.get(ticketId);
  if (ticket === undefined || ticket.spam || ticket.trashedUs !== null) return end;
  const survey = world.surveys.get(ticket.surveyId ?? 0) ?? null;
  const scene = { world, random, cast, ticket, survey };
  const planned = shown?.step(scene) ?? null;
  if (planned !== null) return planned;
  if (ticket.status === 'open') return stepOpen(scene);
  return ticket.snoozeUs === null ? stepClosed(scene) : stepSnoozed(scene);
}

/** Tickets that were opened in this world's life and whose story has not come to its end: open, snoozed, or with a survey to be sent. */
export function unfinished(world: World): readonly number[] {
  const ids: number[] = [];
  for (const { id, createdUs, status, snoozeUs, spam, trashedUs, surveyId } of world.tickets.values()) {
    if (createdUs < world.options.now * 1_000 || spam || trashedUs !== null) continue;
    const survey = world.surveys.get(surveyId ?? 0);
    const isAwaited = survey !== undefined && survey.sentUs === null && survey.shouldSendUs !== null;
    if (status === 'open' || snoozeUs !== null || isAwaited) ids.push(id);
  }
  return ids;
}
