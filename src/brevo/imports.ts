import { z } from 'zod';
import { ConnectorError } from '../domain/errors/connector-error';
import { type BrevoApi } from './api';
import { withoutEmailChange } from './consent';
import { type BrevoClient, type ImportProcess } from './types';

const startedSchema = z.object({ processId: z.int() }).transform((body) => body.processId);

/** Brevo's six words for our four; a word that is new is taken for "not finished yet". */
const STATUSES: Readonly<Record<string, ImportProcess['status']>> = {
  queued: 'queued',
  in_process: 'running',
  processing: 'running',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'failed',
};

/** `info.import` tells of each kind of row that was left out: by the address of a CSV or null, or by a number. Only the kinds are taken. */
const processSchema = z
  .object({
    id: z.int(),
    status: z.string(),
    info: z.object({ import: z.unknown() }).nullish().catch(null),
  })
  .transform((body): ImportProcess => ({
    id: body.id,
    status: STATUSES[body.status] ?? 'running',
    reports: kindsOf(body.info?.import),
  }));

/** What cannot be read as kinds, and says something, is a kind of its own: rows may have been left out all the same. */
function kindsOf(reported: unknown): readonly string[] {
  if (typeof reported !== 'object' || reported === null || Array.isArray(reported))
    return isSaying(reported) ? ['unknown'] : [];
  return Object.entries(reported)
    .filter(([, report]) => isSaying(report))
    .map(([kind]) => kind);
}

function isSaying(report: unknown): boolean {
  if (typeof report === 'string') return !['', '0'].includes(report.trim());
  if (typeof report === 'object' && report !== null) return Object.keys(report).length > 0;
  return Boolean(report);
}

export function createImportCalls(api: BrevoApi): Pick<BrevoClient, 'importContacts' | 'getProcess'> {
  return {
    importContacts: async ({ contacts, listIds, emptiesAttributes = false }) => {
      if (contacts.length === 0 || listIds.length === 0) throw incomplete();
      const jsonBody = contacts.map(({ email, attributes }) => ({ email, attributes: withoutEmailChange(attributes) }));
      return api.read(startedSchema, {
        method: 'POST',
        path: '/contacts/import',
        route: '/contacts/import',
        group: 'brevo.contacts',
        // Without disableNotification, the account's owner gets a mail for every batch.
        body: {
          jsonBody,
          listIds,
          updateExistingContacts: true,
          emptyContactsAttributes: emptiesAttributes,
          disableNotification: true,
        },
      });
    },
    getProcess: (id) =>
      api.read(processSchema, {
        method: 'GET',
        path: `/processes/${id}`,
        route: '/processes/{id}',
        group: 'brevo.others',
      }),
  };
}

function incomplete(): ConnectorError {
  return new ConnectorError('brevo.rejected', 'Brevo imports need at least one contact and one list', {
    details: { field: 'listIds' },
  });
}
