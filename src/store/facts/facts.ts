import { createCounts } from './counts';
import { createCustomerFacts } from './customers';
import { createEnrichmentFacts } from './enrichment';
import { createMessageFacts } from './messages';
import { createReferenceFacts } from './reference-data';
import { createStatistics } from './statistics';
import { createSurveyFacts } from './surveys';
import { createTicketFacts } from './tickets';
import { createTombstoneFacts } from './tombstones';
import type { Facts } from '../types';
import type { Db } from '../database/connection';

export function createFacts(db: Db): Facts {
  const statistics = createStatistics(db);
  return {
    ...createCustomerFacts(db, statistics),
    ...createTicketFacts(db, statistics),
    ...createSurveyFacts(db, statistics),
    ...createMessageFacts(db, statistics),
    ...createReferenceFacts(db),
    ...createTombstoneFacts(db),
    ...createEnrichmentFacts(db),
    ...createCounts(db),
  };
}
