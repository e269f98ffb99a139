import { type GorgiasApi, idSegment } from './api';
import { surveyReader } from './survey-reader';
import { type GorgiasClient } from './types';

const survey = { kind: 'survey', reader: surveyReader } as const;

export function createSurveyCalls(api: GorgiasApi): Pick<GorgiasClient, 'listSurveys' | 'getSurvey'> {
  return {
    listSurveys: (page) =>
      api.page(survey, '/satisfaction-surveys', {
        ...page,
        query: { order_by: page.orderBy, ticket_id: page.ticketId },
      }),
    getSurvey: async (id) =>
      api.one(survey, {
        method: 'GET',
        path: `/satisfaction-surveys/${idSegment(id)}`,
        route: '/satisfaction-surveys/{id}',
      }),
  };
}
