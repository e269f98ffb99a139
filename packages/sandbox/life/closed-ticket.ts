import { type SurveyRecord } from '../world/records';
import { end, happened, pause, type Scene, type Step } from './scene';

const remarks = ['Great help, thank you!', 'Quick and friendly.', null, null] as const;
const complaints = ['Took too long.', 'Not solved.', null] as const;

/** A closed ticket gets its survey, and perhaps an answer; sometimes the customer comes back instead. */
export function stepClosed(scene: Scene): Step {
  const { random, survey } = scene;
  if (survey === null) return random.chance(0.1) ? reopen(scene) : end;
  if (survey.sentUs !== null) return survey.scoredUs === null ? stepAsked(scene) : stepRated(scene);
  if (random.chance(0.1)) return reopen(scene);
  return sendSurvey(scene, survey);
}

/** Once its time has come. */
export function sendSurvey({ world, ticket }: Scene, { shouldSendUs }: Pick<SurveyRecord, 'shouldSendUs'>): Step {
  if (shouldSendUs === null || shouldSendUs / 1_000 > world.now()) return pause;
  world.change({ do: 'sendSurvey', ticketId: ticket.id });
  return happened('gets its survey');
}

export function rate({ world, ticket }: Scene, score: number, comment: string | null): Step {
  world.change({ do: 'scoreSurvey', ticketId: ticket.id, score, comment });
  return happened(`rated ${score}${comment === null ? '' : `: "${comment}"`}`);
}

function stepAsked(scene: Scene): Step {
  const { random } = scene;
  const draw = random.next();
  if (draw < 0.05) return reopen(scene);
  if (draw < 0.2) return end;
  const score = random.pick([5, 5, 5, 5, 4, 4, 4, 3, 2, 1]);
  const comment = score >= 4 ? random.pick(remarks) : random.pick(complaints);
  return rate(scene, score, comment);
}

function stepRated(scene: Scene): Step {
  return scene.random.chance(0.06) ? reopen(scene) : end;
}

function reopen({ world, ticket }: Scene): Step {
  world.change({ do: 'addMessage', ticketId: ticket.id, from: 'customer' });
  world.change({ do: 'reopenTicket', ticketId: ticket.id });
  return happened('reopened by its customer');
}
