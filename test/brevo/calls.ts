import { type BrevoClient } from '../../src/brevo/types';

const page = { limit: 50, offset: 0 };
const email = 'ada+x@exämple.com';

/** One call of each kind, with the group it must be charged to. */
export const CALLS: readonly {
  readonly name: string;
  readonly group: string;
  readonly run: (client: BrevoClient) => Promise<unknown>;
}[] = [
  { name: 'getAccount', group: 'brevo.others', run: (client) => client.getAccount() },
  { name: 'listAttributes', group: 'brevo.contacts', run: (client) => client.listAttributes() },
  {
    name: 'createAttribute',
    group: 'brevo.contacts',
    run: (client) => client.createAttribute('TICKET_COUNT', 'float'),
  },
  { name: 'listLists', group: 'brevo.contacts', run: (client) => client.listLists(page) },
  { name: 'createList', group: 'brevo.contacts', run: (client) => client.createList({ name: 'VIP', folderId: 1 }) },
  { name: 'listFolders', group: 'brevo.contacts', run: (client) => client.listFolders(page) },
  { name: 'createFolder', group: 'brevo.contacts', run: (client) => client.createFolder('Gorgias tags') },
  { name: 'getContact', group: 'brevo.contacts', run: (client) => client.getContact('jane@example.com') },
  {
    name: 'listContacts',
    group: 'brevo.contacts',
    run: (client) => client.listContacts({ limit: 1_000, offset: 0, modifiedSince: '2026-01-01T00:00:00.000Z' }),
  },
  {
    name: 'upsertContact',
    group: 'brevo.contacts',
    run: (client) => client.upsertContact({ email: 'ada@example.com', attributes: { VIP: true, N: 2 }, listIds: [35] }),
  },
  {
    name: 'upsertContact without lists',
    group: 'brevo.contacts',
    run: (client) => client.upsertContact({ email: 'ada@example.com', attributes: {} }),
  },
  {
    name: 'updateContact',
    group: 'brevo.contacts',
    run: (client) => client.updateContact(email, { attributes: { N: 1.5 }, listIds: [36], unlinkListIds: [37] }),
  },
  {
    name: 'removeFromList',
    group: 'brevo.contacts',
    run: (client) =>
      client.removeFromList(
        36,
        Array.from({ length: 150 }, (_, n) => `p${n}@example.com`),
      ),
  },
  {
    name: 'importContacts',
    group: 'brevo.contacts',
    run: (client) =>
      client.importContacts({ contacts: [{ email: 'ada@example.com', attributes: { CITY: 'Paris' } }], listIds: [35] }),
  },
  { name: 'getProcess', group: 'brevo.others', run: (client) => client.getProcess(217) },
  { name: 'probeEvents', group: 'brevo.others', run: (client) => client.probeEvents() },
  {
    name: 'sendEvent',
    group: 'brevo.events',
    run: (client) =>
      client.sendEvent({
        name: 'SUPPORT_TICKET_RESOLVED',
        email: 'ada@example.com',
        occurredAt: '2026-08-26T18:39:33.916276Z',
        properties: { ticket_id: 7, subject: 'x', tags: ['a'], satisfaction_score: null, event_key: undefined },
      }),
  },
  {
    name: 'listEvents',
    group: 'brevo.others',
    run: (client) => client.listEvents({ name: 'X', contactId: 1, from: '2026-08-26', to: '2026-08-27' }),
  },
  { name: 'listTemplates', group: 'brevo.smtp_other', run: (client) => client.listTemplates(page) },
  {
    name: 'sendTemplate',
    group: 'brevo.smtp',
    run: (client) =>
      client.sendTemplate({
        templateId: 12,
        email: 'ada@example.com',
        params: { agent_name: 'Grace' },
        idempotencyKey: '5c6cfa04-eed9-42c2-8b5c-6d470d978e9d',
        tags: ['post-support'],
        dryRun: true,
      }),
  },
];
