import { type HttpResponse } from '../http/types';

/** One quota of the account that several endpoints share. */
interface BrevoLimit {
  readonly requests: number;
  readonly windowMs: number;
  /** How long to wait after a 429 without a usable header. */
  readonly defaultWaitMs: number;
}

const SECOND = 1_000;
const HOUR = 3_600_000;

/**
 * The smallest plan's quotas; other plans have two to six times as much, and tiers mix within one account, so the headers are believed
 * over these. The hour of a quota is the clock's (reference brevo-api 0). Everything that is not listed falls into `brevo.others`: account, processes, reading events.
 * https://developers.brevo.com/docs/api-limits (as of 2026)
 */
const BREVO_LIMITS = {
  'brevo.contacts': { requests: 10, windowMs: SECOND, defaultWaitMs: 2 * SECOND },
  'brevo.events': { requests: 10, windowMs: SECOND, defaultWaitMs: 2 * SECOND },
  'brevo.smtp': { requests: 1_000, windowMs: SECOND, defaultWaitMs: 2 * SECOND },
  'brevo.smtp_other': { requests: 300, windowMs: HOUR, defaultWaitMs: 60 * SECOND },
  'brevo.others': { requests: 100, windowMs: HOUR, defaultWaitMs: 300 * SECOND },
} as const satisfies Record<string, BrevoLimit>;

export type BrevoGroup = keyof typeof BREVO_LIMITS;

/** Contacts per call of add or remove. Brevo's published OpenAPI, `maxItems`. */
export const BREVO_LIST_CHANGE_MAX = 150;

const WAIT = { minMs: SECOND, maxMs: HOUR } as const;

/**
 * The state of the shorter window from `x-sib-ratelimit-*`; null where an answer carries none, as 401s and `/smtp/templates` do.
 * Brevo's `reset` counts seconds. https://developers.brevo.com/docs/limit-headers
 */
export function readBrevoLimit(
  headers: HttpResponse['headers'],
): { limit: number; remaining: number; resetMs: number | null } | null {
  const limit = wholeNumber(headers['x-sib-ratelimit-limit']);
  const remaining = wholeNumber(headers['x-sib-ratelimit-remaining']);
  const reset = wholeNumber(headers['x-sib-ratelimit-reset']);
  if (limit === null || limit === 0 || remaining === null) return null;
  return { limit, remaining, resetMs: reset === null ? null : reset * SECOND };
}

/** Milliseconds to wait after a 429, between one second and one hour; without a header, the default of `group`. Brevo sends no Retry-After. */
export function readBrevoWaitMs(headers: HttpResponse['headers'], group = ''): number {
  const reset = wholeNumber(headers['x-sib-ratelimit-reset']);
  if (reset === null) return brevoLimit(group).defaultWaitMs;
  return Math.min(Math.max(reset * SECOND, WAIT.minMs), WAIT.maxMs);
}

/** The quota that a group of endpoints shares, as the smallest plan has it. */
export function brevoLimit(group: string): BrevoLimit {
  return BREVO_LIMITS[isBrevoGroup(group) ? group : 'brevo.others'];
}

function isBrevoGroup(group: string): group is BrevoGroup {
  return Object.hasOwn(BREVO_LIMITS, group);
}

function wholeNumber(raw: string | undefined): number | null {
  return raw !== undefined && /^\s*\d{1,12}\s*$/.test(raw) ? Number(raw) : null;
}
