import type { CampaignName } from './commands';
import type { Span } from './spans';
import { categoryOf, RANK, type Send, type TicketTruth, type Truth } from './truth';

/** While their newest answer, be it late, is not what the campaign is for. */
export function otherwise({ scores }: TicketTruth, campaign: CampaignName): readonly Span[] {
  return scores.flatMap(({ at, score }, index) =>
    categoryOf(score) === campaign ? [] : [{ from: at, to: scores[index + 1]?.at ?? Infinity }],
  );
}

/** How well the ticket ended that the campaign is for. Of a program's it is not the name that tells. */
export function rankOf({ campaign, ticket, ask }: Pick<Send, 'campaign' | 'ticket' | 'ask'>): number {
  if (ask === null) return RANK[campaign];
  return Math.min(RANK.sorry, ...(ticket?.scores ?? []).map(({ score }) => RANK[categoryOf(score)]));
}

/** When the newer ticket stood there with a worse score. */
export function worseThan(
  { scene }: Truth,
  newer: TicketTruth,
  { newerThan, rank }: { readonly newerThan: number; readonly rank: number },
): readonly Span[] {
  if (newer.createdAt <= newerThan) return [];
  return newer.scores.flatMap(({ at, score }, index): readonly Span[] => {
    if (RANK[categoryOf(score)] >= rank) return [];
    const until = newer.scores[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    return newer.closings.flatMap((closedAt, turn) => {
      const isLate = at > closedAt + scene.setting.csatWaitMs;
      const span = {
        from: Math.max(at, closedAt),
        to: Math.min(until, newer.reopenings[turn] ?? Number.POSITIVE_INFINITY),
      };
      return isLate || span.from >= span.to ? [] : [span];
    });
  });
}
