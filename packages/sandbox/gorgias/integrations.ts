import { type HttpSettings, type IntegrationRecord } from '../world/records';
import { type World } from '../world/world';
import { type IntegrationEdit, type NewIntegration, readIntegrationEdit, readNewIntegration } from './integration-body';

/** The account's HTTP integrations: what is called when something happens to a ticket. */
export interface Integrations {
  /** Registers one as `POST /api/integrations` does. Throws when the body is not valid. */
  add(body: NewIntegration): IntegrationRecord;
  create(body: unknown): IntegrationRecord;
  /** Null when there is none of that id. */
  update(id: number, body: unknown): IntegrationRecord | null;
  /** Whether there was one. */
  remove(id: number): boolean;
  find(id: number): IntegrationRecord | null;
  list(): readonly IntegrationRecord[];
}

/** @param onEnabled Told of one that is switched on again: its failures are forgotten. */
export function createIntegrations(world: World, onEnabled: (id: number) => void): Integrations {
  const { integrations } = world.state;
  const list = (): readonly IntegrationRecord[] => integrations.filter(({ http }) => http !== null);
  const find = (id: number): IntegrationRecord | null => list().find((row) => row.id === id) ?? null;
  const create = (body: unknown): IntegrationRecord => {
    const { name, description, type, http } = readNewIntegration(body);
    const us = world.state.tick();
    const dates = { createdUs: us, updatedUs: us, deactivatedUs: null };
    const id = world.state.nextId('integration');
    const row = { id, name, description, type, http: settingsOf(http), meta: {}, ...dates };
    integrations.push(row);
    return row;
  };
  return {
    create,
    add: create,
    find,
    list,
    update: (id, body) => {
      const edit = readIntegrationEdit(body);
      const row = find(id);
      if (row === null) return null;
      apply(row, edit);
      row.updatedUs = world.state.tick();
      if (edit.deactivated_datetime === null) onEnabled(id);
      if (typeof edit.deactivated_datetime === 'string') row.deactivatedUs = row.updatedUs;
      return row;
    },
    remove: (id) => {
      const index = integrations.findIndex((row) => row.id === id && row.http !== null);
      if (index >= 0) integrations.splice(index, 1);
      return index >= 0;
    },
  };
}

function apply(row: IntegrationRecord, { name, description, http, deactivated_datetime: off }: IntegrationEdit): void {
  row.name = name;
  if (description !== undefined) row.description = description;
  if (off === null) row.deactivatedUs = null;
  if (http === undefined || row.http === null) return;
  const given = Object.fromEntries(Object.entries(http).filter(([, value]) => value !== undefined));
  row.http = settingsOf({ ...row.http, ...given });
}

/** `hmac_secret` is written and never shown, and nobody knows how it signs (gorgias-api.md 9.5). */
function settingsOf({ url, method, form, headers, triggers, ...types }: HttpSettings): HttpSettings {
  const { request_content_type, response_content_type } = types;
  return { url, method, request_content_type, response_content_type, form, headers, triggers };
}
