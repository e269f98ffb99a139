import type { SandboxRequest } from '../../../packages/sandbox/http/types';
import type { World } from '../../../packages/sandbox/world/world';

/** Somebody who comes to the shop, with the ticket that is followed. */
export interface Person {
  readonly email: string;
  readonly customerId: number;
  readonly ticketId: number;
}

/** An endpoint of a vendor, as the connector asks it. */
export interface Door {
  readonly vendor: 'gorgias' | 'brevo';
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: RegExp;
  /** Whether a request, or a row of its answer, is about the person; missing: nobody can be told apart here. */
  readonly isAbout?: (person: Person, request: SandboxRequest, world: World) => boolean;
  readonly isRowOf?: (person: Person, row: Row, world: World) => boolean;
}

type Row = Readonly<Record<string, unknown>>;

const idIn = ({ path }: SandboxRequest): number => Number(/\/(\d+)\/?$/.exec(path)?.[1]);
const says = (request: SandboxRequest, email: string): boolean => request.rawBody.includes(`"${email}"`);
const named = (request: SandboxRequest, email: string): boolean =>
  decodeURIComponent(request.path).endsWith(`/${email}`);
const surveyOf = (world: World, { ticketId }: Person): number | null => world.tickets.get(ticketId)?.surveyId ?? null;

const gorgias = (path: RegExp, about: Pick<Door, 'isAbout' | 'isRowOf'> = {}): Door => ({
  ...{ vendor: 'gorgias', method: 'GET', path },
  ...about,
});
const brevo = (method: Door['method'], path: RegExp, about: Pick<Door, 'isAbout' | 'isRowOf'> = {}): Door => ({
  ...{ vendor: 'brevo', method, path },
  ...about,
});

const DOORS = {
  ticket: gorgias(/^\/api\/tickets\/\d+$/, { isAbout: ({ ticketId }, request) => idIn(request) === ticketId }),
  customer: gorgias(/^\/api\/customers\/\d+$/, { isAbout: ({ customerId }, request) => idIn(request) === customerId }),
  survey: gorgias(/^\/api\/satisfaction-surveys\/\d+$/, {
    isAbout: (person, request, world) => idIn(request) === surveyOf(world, person),
  }),
  tickets: gorgias(/^\/api\/tickets$/, { isRowOf: ({ ticketId }, { id }) => id === ticketId }),
  customers: gorgias(/^\/api\/customers$/, { isRowOf: ({ customerId }, { id }) => id === customerId }),
  surveys: gorgias(/^\/api\/satisfaction-surveys$/, { isRowOf: ({ ticketId }, row) => row['ticket_id'] === ticketId }),
  messages: gorgias(/^\/api\/messages$/, { isRowOf: ({ ticketId }, row) => row['ticket_id'] === ticketId }),
  feed: gorgias(/^\/api\/events$/, {
    isRowOf: (person, row, world) =>
      [person.ticketId, person.customerId, surveyOf(world, person)].includes(row['object_id'] as number),
  }),
  tags: gorgias(/^\/api\/tags$/),
  users: gorgias(/^\/api\/users$/),
  'custom fields': gorgias(/^\/api\/custom-fields$/),
  contact: brevo('GET', /^\/v3\/contacts\/[^/]*@[^/]*$|^\/v3\/contacts\/[^/]*%40[^/]*$/, {
    isAbout: ({ email }, request) => named(request, email),
  }),
  contacts: brevo('GET', /^\/v3\/contacts$/, { isRowOf: ({ email }, row) => row['email'] === email }),
  upsert: brevo('POST', /^\/v3\/contacts$/, { isAbout: ({ email }, request) => says(request, email) }),
  update: brevo('PUT', /^\/v3\/contacts\/[^/]+$/, { isAbout: ({ email }, request) => named(request, email) }),
  'off list': brevo('POST', /^\/v3\/contacts\/lists\/\d+\/contacts\/remove$/, {
    isAbout: ({ email }, request) => says(request, email),
  }),
  import: brevo('POST', /^\/v3\/contacts\/import$/),
  process: brevo('GET', /^\/v3\/processes\/\d+$/),
  event: brevo('POST', /^\/v3\/events$/, { isAbout: ({ email }, request) => says(request, email) }),
  'look back': brevo('GET', /^\/v3\/events$/),
  mail: brevo('POST', /^\/v3\/smtp\/email$/, { isAbout: ({ email }, request) => says(request, email) }),
  account: brevo('GET', /^\/v3\/account$/),
  attributes: brevo('GET', /^\/v3\/contacts\/attributes$/),
  lists: brevo('GET', /^\/v3\/contacts\/lists$/),
  'new list': brevo('POST', /^\/v3\/contacts\/lists$/),
  folders: brevo('GET', /^\/v3\/contacts\/folders$/),
} as const satisfies Record<string, Door>;

export type DoorName = keyof typeof DOORS;
export const DOOR_NAMES = Object.keys(DOORS) as DoorName[];

export function doorOf(name: DoorName): Door {
  return DOORS[name];
}

export function leadsThrough({ method, path }: Door, request: SandboxRequest): boolean {
  return request.method === method && path.test(request.path);
}
