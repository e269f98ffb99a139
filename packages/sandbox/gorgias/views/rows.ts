import { wireTime } from '../../time';
import {
  type FeedRecord,
  type FieldRecord,
  type IntegrationRecord,
  type SurveyRecord,
  type TagRecord,
  type UserRecord,
} from '../../world/records';

type Json = Readonly<Record<string, unknown>>;

/** No `updated_datetime` and no e-mail: ids only (gorgias-api.md 3.15). */
export function surveyRow(survey: SurveyRecord): Json {
  return {
    id: survey.id,
    body_text: survey.comment,
    created_datetime: wireTime(survey.createdUs),
    customer_id: survey.customerId,
    meta: null,
    score: survey.score,
    scored_datetime: wireTime(survey.scoredUs),
    sent_datetime: wireTime(survey.sentUs),
    should_send_datetime: wireTime(survey.shouldSendUs),
    ticket_id: survey.ticketId,
    uri: `/api/satisfaction-surveys/${survey.id}/`,
  };
}

export function tagRow({ id, name, color, createdUs }: TagRecord): Json {
  const decoration = color === null ? (id % 2 === 0 ? null : {}) : { color };
  const rest = { created_datetime: wireTime(createdUs), deleted_datetime: null, uri: `/api/tags/${id}/` };
  return { id, name, description: null, decoration, usage: id % 90, ...rest };
}

/** A user's `uri` is absolute, and a bot's `email` is none (gorgias-api.md 3.16). */
export function userRow({ id, name, email, role, active, createdUs }: UserRecord, origin: string): Json {
  const [firstname = '', ...rest] = name.split(' ');
  return {
    id,
    active,
    email,
    name,
    firstname,
    lastname: rest.join(' '),
    bio: null,
    country: null,
    external_id: null,
    has_password: role !== 'bot',
    has_2fa_enabled: false,
    language: null,
    meta: role === 'bot' ? null : { name_set_via: 'agent' },
    role: { name: role },
    timezone: null,
    client_id: null,
    created_datetime: wireTime(createdUs),
    updated_datetime: wireTime(createdUs),
    deactivated_datetime: active ? null : wireTime(createdUs + 1),
    uri: `${origin}/api/users/${id}/`,
  };
}

export function integrationRow(row: IntegrationRecord): Json {
  const { id, name, type, http, meta, description } = row;
  return {
    id,
    name,
    type,
    http,
    meta,
    description,
    decoration: null,
    user: { id: 519_543_240 },
    created_datetime: wireTime(row.createdUs),
    updated_datetime: wireTime(row.updatedUs),
    deactivated_datetime: wireTime(row.deactivatedUs),
    locked_datetime: null,
    application_id: null,
    managed: false,
    business_hours_id: null,
    uri: `/api/integrations/${id}/`,
  };
}

export function fieldRow(definition: FieldRecord): Json {
  const { id, objectType, label, dataType, managedType, choices } = definition;
  const input =
    choices === null
      ? { input_type: dataType === 'boolean' ? 'checkbox' : 'input' }
      : { input_type: 'dropdown', choices };
  return {
    id,
    external_id: null,
    object_type: objectType,
    label,
    description: null,
    priority: id % 10,
    required: false,
    managed_type: managedType,
    definition: { data_type: dataType, input_settings: input },
    created_datetime: '2024-02-01T09:00:00.100200+00:00',
    updated_datetime: '2024-02-01T09:00:00+00:00',
    deactivated_datetime: definition.deactivated ? '2025-02-01T09:00:00+00:00' : null,
  };
}

export function eventRow({ id, context, us, data, objectId, objectType, type, userId }: FeedRecord): Json {
  return {
    id,
    context: context === null ? null : uuidOf(context),
    created_datetime: wireTime(us),
    data,
    object_id: objectId,
    object_type: objectType,
    type,
    user_id: userId,
    uri: `/api/events/${id}/`,
  };
}

function uuidOf(context: number): string {
  const hex = context.toString(16).padStart(8, '0');
  return `${hex}-7d0e-4515-97a9-e781${hex}`;
}
