import { randomUUID } from 'node:crypto';
import { defaultAttributes, defaultLists } from '../../../packages/sandbox/brevo/defaults';
import type { BrevoContact } from '../../../packages/sandbox/brevo/model';
import type { WorldChange } from '../../../packages/sandbox/world/changes/schema';
import { whyLines } from '../../../packages/sdk/cli/output/why';
import { createPaint } from '../../../packages/sdk/cli/paint';
import { explainPerson } from '../../../src/api/story/explain';
import type { AuditStatus, RepairStatus } from '../../../src/activities/audits/types';
import type { StoredFinding } from '../../../src/store/types';
import { ACCOUNT } from '../../support/connector';
import { CSAT } from '../../domain/ticket/facts';
import { type ActivityHarness, auditBy, openActivityHarness } from '../activity-harness';

const VIP = 319_830;
const TYPE = 319_831;
const POINTS = 319_832;
export const COLOUR = 319_833;

/** A shop in which everything that a contact may hold is mapped, and whose people differ as a test wants them to. */
export interface AuditStage extends ActivityHarness {
  /** Somebody of that name with an open, rated ticket with the tag `vip`, and a value for everything that is mapped. */
  newcomer(name: string, how?: Partial<Newcomer>): Person;
  /** Everybody who is known by now has a phone number of their own. */
  phones(): Promise<void>;
  person(name: string): Person;
  /** Somebody changes Brevo by hand: nothing of it is asked for by the connector. */
  edit(changes: ReadonlyMap<string, (contact: BrevoContact) => BrevoContact>): void;
  audit(sample?: number | null): Promise<Audited>;
  repair(report: string, overwrite?: boolean): Promise<RepairStatus>;
  /** What `tajo why` prints of that person, in one line. */
  why(name: string): Promise<string>;
}

export interface Person {
  readonly email: string;
  readonly customerId: number;
  readonly ticketId: number;
}

export interface Audited {
  readonly report: string;
  readonly status: AuditStatus;
  /** What was found, by the name before the address' `@`; `''`: of the account. */
  readonly found: Readonly<Record<string, readonly string[]>>;
  readonly findings: readonly StoredFinding[];
}

const attribute = (name: string, type: string) => ({ name, category: 'normal' as const, type });

const BREVO = {
  lists: [...defaultLists, ...[38, 39, 40, 41].map((id) => ({ id, name: `List ${String(id)}`, folderId: 4 }))],
  attributes: [
    ...defaultAttributes(),
    ...[
      attribute('NOTE', 'text'),
      attribute('COLOUR', 'text'),
      attribute('POINTS', 'float'),
      attribute('LANG', 'text'),
    ],
    { ...attribute('LIKES', 'multiple-choice'), multiCategoryOptions: ['Retail', 'Wholesale::EU', 'Wholesale::US'] },
  ],
};

const settings = (yaml: string): string =>
  yaml
    .replace('# open_support: 38', 'open_support: 39')
    .replace('customer_type: CUSTOMER_TYPE', 'customer_type: LIKES')
    .replace(
      'vip_status: VIP_STATUS',
      'vip_status: VIP_STATUS\n      note: NOTE\n      favourite_colour: COLOUR\n      loyalty_points: POINTS\n      timezone: LANG',
    )
    .replace('lists: {}', 'lists: { vip: 38, vat: 40, gone: 41 }');

export async function openAuditStage(): Promise<AuditStage> {
  const world = { seed: 5, customers: 6, tickets: 6, surveys: 1, active: { customers: 1, messages: 1 } };
  const harness = await openActivityHarness(settings, { world, brevo: BREVO });
  const people = new Map<string, Person>();
  const { store, sandbox } = harness;
  const run: ActivityHarness['run'] = (work) => harness.run(work);
  return {
    ...harness,
    newcomer: (name, { score = 5, isOpen = false } = {}) => {
      const made = newcomer(harness, name, { score, isOpen });
      people.set(name, made);
      return made;
    },
    phones: async () => {
      const detail = { channelEmail: null, shopValues: {}, readAt: '2030-01-01T00:00:00.000000Z' as never };
      for (const [index, { customerId: id }] of [...people.values()].entries()) {
        const phone = `+3161234${String(1_000 + index)}`;
        await store.facts.storeCustomerDetail(ACCOUNT, { ...detail, id, phone });
      }
    },
    person: (name) => {
      const known = people.get(name);
      if (known === undefined) throw new Error(`nobody is called ${name}`);
      return known;
    },
    edit: (changes) => {
      const snapshot = sandbox.brevo.state.snapshot();
      const contacts = snapshot.contacts.map((contact) => changes.get(contact.email ?? '')?.(contact) ?? contact);
      sandbox.brevo.state.restore({ ...snapshot, contacts });
    },
    audit: async (sample = null) => {
      const report = randomUUID();
      const status = await auditBy(run, { sample, nightly: false }, report);
      const findings = await store.audits.examples(ACCOUNT, report, 1_000);
      return { report, status, findings, found: byName(findings) };
    },
    repair: async (report, overwrite = false) => {
      const wish = { account: ACCOUNT, report, overwrite };
      for (;;) {
        const status = await run((all) => all.repairContacts(wish));
        if (status.done) return status;
      }
    },
    why: async (name) => {
      const row = await store.accounts.find(ACCOUNT);
      const sources = { store, uiUrl: null, namespace: 'default', exclude: [], csat: CSAT };
      const why = await explainPerson(sources, row as never, people.get(name)?.email ?? '');
      return whyLines(why, createPaint(false)).join(' ').replaceAll(/\s+/g, ' ');
    },
  };
}

function byName(findings: readonly StoredFinding[]): Audited['found'] {
  const found: Record<string, string[]> = {};
  for (const { emailKey, kind, about } of findings) {
    const what = /^contact \d+$/.test(about) ? kind : `${kind} ${about}`.trim();
    (found[emailKey.split('@')[0] ?? ''] ??= []).push(what);
  }
  for (const list of Object.values(found)) list.sort();
  return found;
}

interface Newcomer {
  /** Null: their ticket has no survey. */
  readonly score: number | null;
  readonly isOpen: boolean;
}

function newcomer(harness: ActivityHarness, name: string, { score, isOpen }: Newcomer): Person {
  const happen = (change: WorldChange): number => harness.happen(change);
  const email = `${name}@customer.example.com`;
  const ticketId = happen({ do: 'openTicketByNewcomer', email, name });
  const customerId = harness.sandbox.world.state.tickets.get(ticketId)?.customerId ?? 0;
  happen({ do: 'addMessage', ticketId, from: 'agent' });
  happen({ do: 'setTags', ticketId, tags: ['vip'] });
  happen(
    score === null
      ? { do: 'closeTicket', ticketId, survey: 'none' }
      : { do: 'closeTicket', ticketId, surveyDelayMs: 0 },
  );
  if (score !== null) {
    happen({ do: 'sendSurvey', ticketId });
    happen({ do: 'scoreSurvey', ticketId, score });
  }
  if (isOpen) happen({ do: 'openTicket', customerId, tags: ['vip'] });
  happen({ do: 'setCustomField', customerId, fieldId: VIP, value: true });
  happen({ do: 'setCustomField', customerId, fieldId: TYPE, value: 'Retail' });
  happen({ do: 'setCustomField', customerId, fieldId: COLOUR, value: 'green' });
  happen({ do: 'setCustomField', customerId, fieldId: POINTS, value: 7 });
  happen({ do: 'updateCustomer', customerId, note: 'likes tea' });
  return { email, customerId, ticketId };
}
