/** Requests per window and endpoint group; the general tier of brevo-api.md 6, read 2026-11-22. */
export interface BrevoLimits {
  readonly contactsPerSecond: number;
  readonly eventsPerSecond: number;
  readonly sendsPerSecond: number;
  readonly othersPerHour: number;
  readonly smtpPerHour: number;
}

export const generalTier: BrevoLimits = {
  contactsPerSecond: 10,
  eventsPerSecond: 10,
  sendsPerSecond: 1_000,
  othersPerHour: 100,
  smtpPerHour: 300,
};

export type Group = 'contacts' | 'events' | 'send' | 'smtp' | 'others';

/** Paths below /v3. `/events/batch` is in no table: it is counted with the others (a guess of brevo-api.md 6). */
export function groupOf(method: string, path: string): Group {
  if (path === '/contacts' || path.startsWith('/contacts/')) return 'contacts';
  if (path === '/events' && method === 'POST') return 'events';
  if (path === '/smtp/email' || (path === '/smtp/blockedContacts' && method === 'GET')) return 'send';
  return path.startsWith('/smtp/') ? 'smtp' : 'others';
}

export interface Limiter {
  /** Counts a request; headers speak of the shortest window only. */
  take(group: Group): { readonly ok: boolean; readonly headers: Readonly<Record<string, string>> };
}

const HOUR = 3_600_000;

interface Window {
  readonly ms: number;
  readonly max: number;
  startedAt: number;
  used: number;
}

export function createLimiter(limits: BrevoLimits, clock: () => number): Limiter {
  const perSecond = (max: number): Window[] => [
    { ms: 1_000, max, startedAt: Number.NEGATIVE_INFINITY, used: 0 },
    { ms: HOUR, max: max * 3_600, startedAt: Number.NEGATIVE_INFINITY, used: 0 },
  ];
  const perHour = (max: number): Window[] => [{ ms: HOUR, max, startedAt: Number.NEGATIVE_INFINITY, used: 0 }];
  const windows: Readonly<Record<Group, Window[]>> = {
    contacts: perSecond(limits.contactsPerSecond),
    events: perSecond(limits.eventsPerSecond),
    send: perSecond(limits.sendsPerSecond),
    smtp: perHour(limits.smtpPerHour),
    others: perHour(limits.othersPerHour),
  };
  return {
    take: (group) => {
      const now = clock();
      for (const window of windows[group]) {
        if (now - window.startedAt < window.ms) continue;
        // The hour is the clock's: recorded at 22:41:23 with a reset of 1,118 s (brevo-api.md 0).
        window.startedAt = window.ms === HOUR ? now - (now % HOUR) : now;
        window.used = 0;
      }
      const ok = windows[group].every(({ used, max }) => used < max);
      if (ok) windows[group].forEach((window) => (window.used += 1));
      return { ok, headers: headersOf(windows[group][0], now) };
    },
  };
}

/** `reset` is in seconds (brevo-api.md 6). */
function headersOf(window: Window | undefined, now: number): Readonly<Record<string, string>> {
  if (window === undefined) return {};
  return {
    'x-sib-ratelimit-limit': String(window.max),
    'x-sib-ratelimit-remaining': String(Math.max(0, window.max - window.used)),
    'x-sib-ratelimit-reset': String(Math.max(1, Math.ceil((window.startedAt + window.ms - now) / 1_000))),
  };
}
