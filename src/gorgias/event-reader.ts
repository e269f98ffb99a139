import type { FeedEvent } from '../domain/records';
import { anything, id, timestamp, text, word } from './fields';
import { essential, type Kind, mapOf, optional, recordOf } from './reading';

/** Only some types have a known shape and most carry null; whatever is no object tells the connector nothing, the record is refetched anyway. */
const eventData: Kind<FeedEvent['data']> = (raw, place) => {
  const isObject = typeof raw === 'object' && raw !== null && !Array.isArray(raw);
  return isObject ? mapOf(anything)(raw, place) : null;
};

/** A row of `GET /events`. Over a hundred types exist: an open string. */
export const eventReader = recordOf(
  {
    id: essential(id),
    type: essential(word),
    object_type: essential(word),
    object_id: essential(id),
    data: eventData,
    context: optional(text, null),
    user_id: optional(id, null),
    created_datetime: essential(timestamp),
  },
  (row): FeedEvent => ({
    id: row.id,
    type: row.type,
    objectType: row.object_type,
    objectId: row.object_id,
    data: row.data,
    context: row.context,
    userId: row.user_id,
    createdAt: row.created_datetime,
  }),
);
