import type { Survey } from '../../domain/records';
import { TOUCHED_BY_OWNERS } from './marks';
import { pageUpsert } from './page-upsert';
import { type PageWriter, storePage } from './store-page';
import { customerName, ticketName } from '../privacy/hashes';
import type { Facts } from '../types';

/** Longer than any page is under way, or any list of Gorgias' behind its rows. */
const CLEARLY_LATER = '10 minutes';

const STORE_SURVEYS = pageUpsert({
  table: 'surveys',
  columns: {
    ticket_id: 'bigint',
    customer_id: 'bigint',
    score: 'int',
    comment: 'text',
    created_at: 'timestamptz',
    should_send_at: 'timestamptz',
    sent_at: 'timestamptz',
    scored_at: 'timestamptz',
  },
  // A survey has no time of change: it moves on from created over sent to scored. A score that is changed later may have an older date
  // (spec 3), so of two scores the one that was read last counts. One that is gone was taken away through the API, unless the page was
  // cut just before it was given, or the list lags behind.
  newest: `i.score is not null
    or b.score is null and greatest(i.created_at, i.sent_at, i.scored_at) >= greatest(b.created_at, b.sent_at, b.scored_at)
    or b.score is not null and page.read_at > coalesce(b.read_at, '-infinity') + interval '${CLEARLY_LATER}'`,
  derived: { read_at: { first: 'page.read_at', next: 'excluded.read_at' } },
  tombstones: false,
  seen: true,
  touched: `owners(id) as (
    select b.customer_id from before b join judged j on j.id = b.id where j.changed
    union all select customer_id from written
  ), ${TOUCHED_BY_OWNERS}`,
});

export function createSurveyFacts(writer: PageWriter): Pick<Facts, 'storeSurveys'> {
  return {
    storeSurveys: (account, rows, position) =>
      storePage({
        ...writer,
        namesOf,
        table: 'surveys',
        account,
        sql: STORE_SURVEYS,
        rows: rows.map(columns),
        position,
      }),
  };
}

function namesOf({ ticket_id, customer_id }: ReturnType<typeof columns>): readonly string[] {
  return [ticketName(ticket_id), customerName(customer_id)];
}

function columns(survey: Survey) {
  const { id, score, comment } = survey;
  return {
    id,
    score,
    comment,
    ticket_id: survey.ticketId,
    customer_id: survey.customerId,
    created_at: survey.createdAt,
    should_send_at: survey.shouldSendAt,
    sent_at: survey.sentAt,
    scored_at: survey.scoredAt,
  };
}
