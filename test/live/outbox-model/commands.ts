/** What happens in a sequence, as data: fast-check makes it up and shrinks it. What cannot happen as things stand is passed over. */
export type Command = Deed | Work;

export type Deed =
  | { readonly do: 'open'; readonly person: number; readonly told: boolean }
  | { readonly do: 'close'; readonly ticket: number; readonly answer: Answer; readonly told: boolean }
  | { readonly do: 'rate'; readonly ticket: number; readonly score: number; readonly told: boolean }
  | { readonly do: 'reopen'; readonly ticket: number; readonly told: boolean }
  | PersonDeed
  | WhoseDeed
  | { readonly do: 'ask'; readonly campaign: CampaignName; readonly ticket: number | null; readonly person: number }
  | { readonly do: 'pause' | 'resume' | 'off' | 'on' | 'uninstall' | 'install' }
  | { readonly do: 'fault'; readonly at: Door; readonly effect: Effect; readonly times: number }
  | { readonly do: 'break'; readonly what: Breakage }
  | { readonly do: 'mend' }
  | { readonly do: 'pass'; readonly ms: number }
  /** Every workflow of the account is ended by hand. */
  | { readonly do: 'lose' };

/** `damage`: Brevo loses a value that we have sent. `remove`: their contact is deleted there. */
export type PersonDeed =
  | { readonly do: 'blocklist' | 'subscribe' | 'remove' | 'erase' | 'allow' | 'damage'; readonly person: number }
  | { readonly do: 'unsubscribe'; readonly person: number; readonly list: number };

/** Whose something is becomes another in Gorgias: the person has another address, is merged into the other one, or a ticket is given to them. */
export type WhoseDeed =
  | { readonly do: 'readdress'; readonly person: number; readonly to: 'new' | 'shared' }
  | { readonly do: 'merge'; readonly person: number }
  | { readonly do: 'give'; readonly ticket: number; readonly person: number; readonly told: boolean };

/** Somebody works: one step of a workflow, all that can be done, the minute's tell, a whole incremental sync, or an audit with its repair. */
export interface Work {
  readonly do: 'step' | 'work' | 'sync' | 'audit';
  readonly strike: StrikePlan | null;
}

/** What happens in the middle of a step, at its n-th spot of that kind. */
export interface StrikePlan {
  readonly at: Spot;
  readonly nth: number;
  /** The worker dies; others take over while it stands still; or something happens meanwhile. */
  readonly then: 'die' | Takeover | Deed;
}

/**
 * Another worker does the same step at once, or everything but that; or the same after a minute, when the first one was given up, and may die
 * of it.
 */
export type Takeover = 'twice' | 'beside' | 'late' | 'late and dying';

/**
 * `any`: before or after any question to the store. `weighed`: the rules have all they are asked about. `begun`: an attempt is written down.
 * `departing`, `answered`: a write to Brevo.
 */
export type Spot = 'any' | 'weighed' | Passage | `campaign ${Passage}`;
export type Passage = 'begun' | 'departing' | 'answered';
export type Answer = 1 | 2 | 3 | 4 | 5 | 'none' | 'skipped';
export type CampaignName = 'upsell' | 'win-back' | 'newsletter' | 'sorry';
export type Breakage = 'credits' | 'mail' | 'brevo key' | 'gorgias key';

export const DOORS = {
  campaigns: { vendor: 'brevo', method: 'POST', path: /^\/v3\/(events|contacts|smtp\/email)$/ },
  events: { vendor: 'brevo', method: 'POST', path: /^\/v3\/events$/ },
  contacts: { vendor: 'brevo', method: '', path: /^\/v3\/contacts(\/.+@.+|\/.+%40.+)?$/ },
  consent: { vendor: 'brevo', method: 'GET', path: /^\/v3\/contacts\/.+$/ },
  'look back': { vendor: 'brevo', method: 'GET', path: /^\/v3\/events$/ },
  ticket: { vendor: 'gorgias', method: 'GET', path: /^\/api\/tickets\/\d+$/ },
  tickets: { vendor: 'gorgias', method: 'GET', path: /^\/api\/tickets$/ },
} as const;
export type Door = keyof typeof DOORS;

export const EFFECTS = {
  'lost before': { kind: 'reset-before' },
  'lost after': { kind: 'reset-after-commit' },
  'failed after': { kind: 'status-after-commit', status: 500 },
  down: { kind: '5xx', status: 503 },
  busy: { kind: 'status', status: 425, body: { code: 'too_early', message: 'in flight' } },
  refused: { kind: 'status', status: 400, body: { code: 'invalid_parameter', message: 'no' } },
  forbidden: { kind: 'status', status: 403, body: { code: 'permission_denied', message: 'not activated' } },
  'no credits': { kind: 'status', status: 402, body: { code: 'not_enough_credits', message: 'not enough' } },
  'page 200': { kind: 'html', status: 200 },
  'page 403': { kind: 'html', status: 403 },
  'page 404': { kind: 'html', status: 404 },
} as const;
export type Effect = keyof typeof EFFECTS;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

/** What an account is told by its configuration. */
export interface Setting {
  readonly delayMs: number;
  readonly cap: { readonly perCustomer: number; readonly withinMs: number } | null;
  readonly holdMs: number;
  readonly expiresMs: number;
  readonly csatWaitMs: number;
  /** In the end no workflow is left, and everything goes on by what stands in the store. */
  readonly endsLost: boolean;
}

/** A sequence as it is printed when it has found something: one command a line, to be read and to be pasted. */
export function inWords(setting: Setting, commands: readonly Command[]): string {
  return [JSON.stringify(setting), ...commands.map((one) => `  ${JSON.stringify(one)}`)].join('\n');
}
