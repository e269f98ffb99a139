import { type GorgiasApi, idSegment } from './api';
import { surveySchema } from './survey-schema';
import { type GorgiasClient } from './types';

export function createSurveyCalls(api: GorgiasApi): Pick<GorgiasClient, 'listSurveys' | 'getSurvey'> {
  return {
    listSurveys: (page) =>
      api.page(surveySchema, '/satisfaction-surveys', {
        ...page,
        query: { order_by: page.orderBy, ticket_id: page.ticketId },
      }),
    getSurvey: async (id) =>
      api.one(surveySchema, {
        method: 'GET',
        path: `/satisfaction-surveys/${idSegment(id)}`,
        route: '/satisfaction-surveys/{id}',
      }),
  };
}
