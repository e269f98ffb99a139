import { type WritableJournal } from '../http/journal';
import { type Reply, type SandboxRequest } from '../http/types';
import { type BrevoContext, type BrevoSwitches } from './context';
import { defaultAttributes, defaultFolders, defaultLists, defaultTemplates } from './defaults';
import { type DuplicateStyle, errorReply } from './errors';
import { settleImports } from './imports';
import { type BrevoLimits, createLimiter, generalTier, groupOf, type Limiter } from './limits';
import { createMemory, emptySnapshot } from './memory';
import {
  type BlockedContact,
  type BrevoAttribute,
  type BrevoFolder,
  type BrevoListRecord,
  type BrevoSnapshot,
} from './model';
import { type BrevoPeople, createPeople } from './contact-actions';
import { route } from './router';
import { type SeedContact, seedContacts } from './seed';
import { type BrevoState, createState } from './state';

export interface BrevoAccountOptions {
  readonly apiKey: string;
  /** As `GET /account` tells it. Default: another one for each account. */
  readonly organizationId?: string | undefined;
  readonly attributes?: readonly BrevoAttribute[] | undefined;
  readonly folders?: readonly BrevoFolder[] | undefined;
  readonly lists?: readonly BrevoListRecord[] | undefined;
  /** People who are known before the connector comes. */
  readonly contacts?: readonly SeedContact[] | undefined;
  readonly blocked?: readonly BlockedContact[] | undefined;
  /** Default `on`: the general tier. */
  readonly limits?: 'on' | 'off' | Partial<BrevoLimits> | undefined;
  /** Default 500. */
  readonly importDelayMs?: number | undefined;
  /** Default 0. */
  readonly eventDelayMs?: number | undefined;
  /** Default true. */
  readonly createContactsFromEvents?: boolean | undefined;
  /** Default `+02:00`. */
  readonly utcOffset?: string | undefined;
  /** How a duplicate is named, also that of an idempotency key. Default `parameter`: by a code of its own. */
  readonly duplicateStyle?: DuplicateStyle | undefined;
  /** A former {@link BrevoState.snapshot}; then `attributes`, `folders`, `lists`, `contacts` and `blocked` are not looked at. */
  readonly state?: BrevoSnapshot | undefined;
}

/** One account of Brevo: its own memory, its own quota, its own people. */
export interface BrevoAccount {
  /** How the journal calls it. */
  readonly name: string;
  readonly state: BrevoState;
  readonly switches: BrevoSwitches;
  readonly people: BrevoPeople;
  /** From now on, only this key opens the account. */
  setApiKey(apiKey: string): void;
}

export interface ServedAccount extends Omit<BrevoAccount, 'setApiKey'> {
  answer(request: SandboxRequest): Reply;
}

export interface AccountPlace {
  readonly name: string;
  /** 1 for the first. Ids and organisations of different accounts are different ones. */
  readonly number: number;
  readonly clock: () => number;
  readonly journal: WritableJournal;
}

/** Ids that one account may give before it would come to those of the next. */
const IDS_APART = 1_000_000;

export function createAccount(options: Omit<BrevoAccountOptions, 'apiKey'>, place: AccountPlace): ServedAccount {
  const { name, clock, journal } = place;
  const context = createContext(options, place);
  const limiter = options.limits === 'off' ? null : createLimiter({ ...generalTier, ...tierOf(options.limits) }, clock);
  const settle = (): void =>
    settleImports(context, ({ seq, effectiveRows }) => journal.settle(seq, { effective: effectiveRows > 0 }));
  return {
    name,
    state: createState(context, settle),
    switches: context.switches,
    people: createPeople(context, settle),
    answer: (request) => {
      settle();
      return answer(context, limiter, request);
    },
  };
}

export const tooMany = errorReply(429, 'too_many_requests', 'rate limit exceeded');

function answer(context: BrevoContext, limiter: Limiter | null, request: SandboxRequest): Reply {
  const path = request.path.replace(/^\/v3/, '');
  const standard = { 'sib-request-id': `sandbox-${request.seq}`, 'cf-ray': `${request.seq}-CDG`, server: 'cloudflare' };
  const taken = limiter?.take(groupOf(request.method, path)) ?? { ok: true, headers: {} };
  // The live recording of the templates carries no headers about the limit (brevo-api.md 3.23).
  const limit = path.startsWith('/smtp/templates') ? {} : taken.headers;
  const reply = taken.ok ? routeBelow(context, request, path) : tooMany;
  return { ...reply, headers: { ...standard, ...limit, ...reply.headers } };
}

function routeBelow(context: BrevoContext, request: SandboxRequest, path: string): Reply {
  return request.path.startsWith('/v3/')
    ? route(context, request, path)
    : errorReply(404, 'document_not_found', 'Route not found');
}

function tierOf(limits: BrevoAccountOptions['limits']): Partial<BrevoLimits> {
  return typeof limits === 'object' ? limits : {};
}

function createContext(
  options: Omit<BrevoAccountOptions, 'apiKey'>,
  { number, clock }: Pick<AccountPlace, 'number' | 'clock'>,
): BrevoContext {
  const empty = emptySnapshot();
  const fresh: BrevoSnapshot = {
    ...empty,
    attributes: options.attributes ?? defaultAttributes(),
    folders: options.folders ?? defaultFolders,
    lists: options.lists ?? defaultLists,
    templates: defaultTemplates,
    blocked: options.blocked ?? [],
    nextId: empty.nextId + (number - 1) * IDS_APART,
  };
  const memory = createMemory(options.state ?? fresh);
  if (options.state === undefined) seedContacts(memory, options.contacts ?? [], clock());
  return {
    memory,
    clock,
    utcOffset: options.utcOffset ?? '+02:00',
    importDelayMs: options.importDelayMs ?? 500,
    eventDelayMs: options.eventDelayMs ?? 0,
    createContactsFromEvents: options.createContactsFromEvents ?? true,
    organizationId: options.organizationId ?? `5fa2b8c123456789abcdef${String(number).padStart(2, '0')}`,
    switches: {
      smtpActivated: true,
      hasCredits: true,
      duplicateStyle: options.duplicateStyle ?? 'parameter',
      listGone: 'document_not_found',
      importsLose: [],
      importsLeaveOut: [],
      importReports: 'addresses',
      importsEmpty: 'what is named',
    },
  };
}
