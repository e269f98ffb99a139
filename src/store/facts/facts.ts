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
import type { ErasedPeople } from '../privacy/erased-people';

export function createFacts(db: Db, erased: ErasedPeople): Facts {
  const writer = { db, erased, statistics: createStatistics(db) };
  return {
    ...createCustomerFacts(writer),
    ...createTicketFacts(writer),
    ...createSurveyFacts(writer),
    ...createMessageFacts(writer),
    ...createReferenceFacts(db),
    ...createTombstoneFacts(db),
    ...createEnrichmentFacts(db, erased),
    ...createCounts(db),
  };
}
