import type { ConnectorConfig } from '../../config/types';
import { plus, type Timestamp } from '../../domain/timestamp';

/** A survey may be answered for so long after its ticket's outcome was decided without it. */
const ANSWERED_LATE_MS = 60 * 86_400_000;

/** Surveys created before this are not read again: a survey moves no list, and one that was made by API writes no event. */
export function surveysFrom({ csat }: Pick<ConnectorConfig, 'csat'>, startedAt: Timestamp): Timestamp {
  return plus(startedAt, -csat.waitMs - ANSWERED_LATE_MS);
}
