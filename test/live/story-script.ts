import { createRandom, type Random } from '../../packages/sandbox/random';
import type { WorldChange } from '../../packages/sandbox/world/changes/schema';

/** What happens to a ticket after it was opened, without its id. */
export type StoryStep = EachWithout<Extract<WorldChange, { ticketId: number }>, 'ticketId' | 'at'>;
type EachWithout<Whole, Keys extends PropertyKey> = Whole extends unknown ? Omit<Whole, Keys> : never;

export interface Story {
  readonly email: string;
  readonly name: string;
  readonly channel: string;
  /** The story's number whose customer opens this ticket too; null: a newcomer. */
  readonly sameCustomerAs: number | null;
  readonly steps: readonly StoryStep[];
}

type Ending = 'rated' | 'neutral' | 'unanswered' | 'no survey' | 'skipped' | 'excluded' | 'open' | 'snoozed' | 'silent';

/** One in eight customers has a second ticket beside the first; both end rated, and the frequency cap lets one campaign out. */
const PAIR_EVERY = 8;
const ENDINGS: readonly [Ending, ...Ending[]] = [
  ...(['rated', 'rated', 'rated', 'rated', 'rated', 'rated', 'rated', 'neutral', 'unanswered', 'unanswered'] as const),
  ...(['unanswered', 'no survey', 'skipped', 'excluded', 'open', 'snoozed', 'silent', 'silent'] as const),
];

/** The lives of so many tickets: the same seed tells the same stories. */
export function writeStories(seed: number, count: number): readonly Story[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const isSecond = index % PAIR_EVERY === PAIR_EVERY - 1;
    const isFirst = index % PAIR_EVERY === PAIR_EVERY - 2 && index + 1 < count;
    const number = isSecond ? index - 1 : index;
    return {
      email: `person-${String(seed)}-${String(number)}@customer.example.com`,
      name: `Person ${String(number)}`,
      channel: random.pick(['email', 'chat', 'contact_form']),
      sameCustomerAs: isSecond ? number : null,
      // The second ticket is opened before the first is closed: otherwise it would hang on the pace which of them gets the campaign.
      steps: [
        ...(isFirst ? [message('agent'), message('customer'), message('agent')] : []),
        ...stepsOf(random, isFirst || isSecond ? 'rated' : random.pick(ENDINGS)),
      ],
    };
  });
}

function stepsOf(random: Random, ending: Ending): readonly StoryStep[] {
  const steps: StoryStep[] = [];
  let isSurveyed = false;
  let isSent = false;
  const sendSurvey = (): void => {
    if (isSurveyed && !isSent) steps.push({ do: 'sendSurvey' });
    isSent ||= isSurveyed;
  };
  while (random.chance(0.5)) steps.push(message(random.pick(['customer', 'agent', 'note'])));
  if (random.chance(0.2)) steps.push(...detourOf(random));
  for (let rounds = random.pick([0, 0, 0, 1, 1, 2]); rounds > 0; rounds -= 1) {
    const survey = random.pick<Survey>(['create', 'create', 'skip', 'none']);
    steps.push(close(survey));
    isSurveyed ||= survey === 'create';
    if (random.chance(0.3)) sendSurvey();
    steps.push({ do: 'reopenTicket' });
    if (random.chance(0.5)) steps.push(message('customer'));
  }
  const isSnoozed = random.chance(0.2) || ending === 'snoozed';
  if (isSnoozed) steps.push(snooze());
  if (ending === 'snoozed') return steps;
  if (ending === 'open') return isSnoozed ? [...steps, { do: 'wakeTicket' }] : steps;
  if (ending === 'silent') return [...steps, random.pick([{ do: 'markSpam' }, { do: 'trashTicket' }])];
  if (ending === 'no survey' || ending === 'skipped' || ending === 'excluded')
    return [...steps, close(ending === 'no survey' ? 'none' : ending === 'skipped' ? 'skip' : 'exclude')];
  steps.push(close('create'));
  isSurveyed = true;
  sendSurvey();
  if (ending !== 'unanswered') {
    const score = ending === 'neutral' ? 3 : random.pick([5, 5, 4, 1, 2]);
    steps.push({ do: 'scoreSurvey', score, comment: random.chance(0.5) ? 'As it was.' : null });
  }
  if (random.chance(0.3)) steps.push({ do: 'touchTicket' });
  return steps;
}

/** What happens while the ticket is open and leaves it open. */
function detourOf(random: Random): readonly StoryStep[] {
  return random.pick<readonly StoryStep[]>([
    [snooze(), { do: 'wakeTicket' }],
    [{ do: 'markSpam' }, { do: 'unmarkSpam' }],
    [{ do: 'trashTicket' }, { do: 'untrashTicket' }],
    [
      { do: 'addTag', tag: 'urgent' },
      { do: 'setSubject', subject: 'Another matter' },
    ],
  ]);
}

function message(from: 'customer' | 'agent' | 'note'): StoryStep {
  return { do: 'addMessage', from };
}

type Survey = 'create' | 'skip' | 'exclude' | 'none';

function close(survey: Survey): StoryStep {
  return { do: 'closeTicket', survey, surveyDelayMs: 0 };
}

function snooze(): StoryStep {
  return { do: 'snoozeTicket', until: Date.now() + 7 * 86_400_000 };
}
