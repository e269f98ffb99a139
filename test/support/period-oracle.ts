import type { SurveyRecord, TicketRecord } from '../../packages/sandbox/world/records';
import type { World } from '../../packages/sandbox/world/world';

/**
 * What customers have said in a period, counted straight from the sandbox Gorgias' truth. Shares no code with the connector: a misunderstanding
 * must be able to show.
 */
export interface ExpectedSatisfaction {
  readonly responses: number;
  readonly average: number | null;
  readonly scores: readonly number[];
  readonly sent: number;
  readonly answered: number;
  /** Of the days that have one. */
  readonly days: Readonly<Record<string, number>>;
  readonly channels: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, number>>;
  readonly agents: Readonly<Record<string, number>>;
}

interface Scored {
  readonly survey: SurveyRecord & { readonly score: number; readonly scoredUs: number };
  readonly ticket: TicketRecord;
}

export function expectedSatisfaction(world: World, fromMs: number, toMs: number): ExpectedSatisfaction {
  const isIn = (us: number | null): boolean => us !== null && us >= fromMs * 1_000 && us < toMs * 1_000;
  const all = [...world.surveys.values()];
  const scored = all.flatMap((survey): Scored[] => {
    const ticket = world.tickets.get(survey.ticketId);
    const { score, scoredUs } = survey;
    if (score === null || scoredUs === null || ticket === undefined || !isIn(scoredUs)) return [];
    return [{ survey: { ...survey, score, scoredUs }, ticket }];
  });
  const sent = all.filter(({ sentUs }) => isIn(sentUs));
  const total = scored.reduce((sum, { survey }) => sum + survey.score, 0);
  return {
    responses: scored.length,
    average: scored.length === 0 ? null : Math.round((total / scored.length) * 100) / 100,
    scores: [1, 2, 3, 4, 5].map((score) => scored.filter(({ survey }) => survey.score === score).length),
    sent: sent.length,
    answered: sent.filter(({ score }) => score !== null).length,
    days: tally(scored.map(({ survey }) => new Date(survey.scoredUs / 1_000).toISOString().slice(0, 10))),
    channels: tally(scored.map(({ ticket }) => ticket.channel)),
    tags: tally(
      scored.flatMap(({ ticket }) => ticket.tagIds.map((id) => world.tags.find((tag) => tag.id === id)?.name ?? '')),
    ),
    agents: tally(scored.map(({ ticket }) => String(ticket.assigneeId))),
  };
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
