import { z } from 'zod';
import { type FeedEvent } from '../domain/records';
import { id, optionalId, optionalText, timestamp } from './fields';

// Only some types have a known shape and most carry null; whatever is no object tells the connector nothing, the record is refetched anyway.
const eventData = z.unknown().transform((value) => z.record(z.string(), z.unknown()).safeParse(value).data ?? null);

/** A row of `GET /events`. Over a hundred types exist: an open string. */
export const eventSchema = z
  .object({
    id,
    type: z.string(),
    object_type: z.string(),
    object_id: id,
    data: eventData,
    context: optionalText,
    user_id: optionalId,
    created_datetime: timestamp,
  })
  .transform((row): FeedEvent => ({
    id: row.id,
    type: row.type,
    objectType: row.object_type,
    objectId: row.object_id,
    data: row.data,
    context: row.context,
    userId: row.user_id,
    createdAt: row.created_datetime,
  }));
