import { type Random } from '../random';
import { happened, pause, type Scene, type Step } from './scene';

interface Macro {
  readonly id: number;
  readonly name: string;
}

const macros: readonly [Macro, Macro] = [
  { id: 88_410, name: 'Where is my order' },
  { id: 88_412, name: 'Return label' },
];

const SNOOZE_MS = 30_000;
/** Gorgias' shortest choice is five minutes; nobody would watch a demo for so long. */
const SURVEY_DELAY_MS = 5_000;

/** An open ticket is answered, talked about, and closed or, rarely, put aside. */
export function stepOpen(scene: Scene): Step {
  const { world, random, ticket } = scene;
  const answered = stepUnanswered(scene);
  if (answered !== null) return answered;
  const draw = random.next();
  if (draw < 0.2) {
    world.change({ do: 'addMessage', ticketId: ticket.id, from: 'customer' });
    return happened('written to again by its customer');
  }
  if (draw < 0.27) return snooze(scene);
  return closeTicket(scene, fateOfSurvey(random));
}

/** Null: the last word is an agent's. */
export function stepUnanswered(scene: Scene): Step | null {
  const last = scene.world.messagesOf(scene.ticket.id).findLast(({ kind }) => kind !== 'note');
  return last?.kind === 'agent' ? null : answer(scene);
}

/** A snoozed ticket wakes by itself. */
export function stepSnoozed({ world, ticket }: Scene): Step {
  if ((ticket.snoozeUs ?? 0) / 1_000 > world.now()) return pause;
  world.change({ do: 'wakeTicket', ticketId: ticket.id });
  return happened('woke up');
}

function answer({ world, random, cast, ticket }: Scene): Step {
  const ticketId = ticket.id;
  if (ticket.assigneeId === null) world.change({ do: 'assignTicket', ticketId, userId: cast.agent() });
  if (random.chance(0.35)) {
    const macro = random.pick(macros);
    world.change({ do: 'applyMacro', ticketId, macro });
    return happened(`answered by ${cast.agentOf(ticket)} with the macro "${macro.name}"`);
  }
  world.change({ do: 'addMessage', ticketId, from: 'agent' });
  return happened(`answered by ${cast.agentOf(ticket)}`);
}

function snooze({ world, cast, ticket }: Scene): Step {
  world.change({ do: 'snoozeTicket', ticketId: ticket.id, until: world.now() + SNOOZE_MS });
  return happened(`snoozed by ${cast.agentOf(ticket)} for ${SNOOZE_MS / 1_000} seconds`);
}

/** @param survey what becomes of it */
export function closeTicket({ world, cast, ticket }: Scene, survey: FateOfSurvey): Step {
  world.change({ do: 'closeTicket', ticketId: ticket.id, survey, surveyDelayMs: SURVEY_DELAY_MS });
  const words = { create: '', skip: ', no survey: too little was said', exclude: ', a rule excludes it from surveys' };
  return happened(`closed by ${cast.agentOf(ticket)}${words[survey]}`);
}

type FateOfSurvey = 'create' | 'skip' | 'exclude';

function fateOfSurvey(random: Random): FateOfSurvey {
  const draw = random.next();
  if (draw < 0.08) return 'skip';
  return draw < 0.12 ? 'exclude' : 'create';
}
