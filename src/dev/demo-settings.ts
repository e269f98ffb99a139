import { sameLines } from '../config/file/setting-lines';
import type { ConnectorConfig } from '../config/types';
import { DEFAULT_EXPIRES_MS } from '../domain/campaign/campaign-types';
import { formatDuration } from '../domain/ticket/format';

/** The sandbox' people answer within a minute of the closing: a shorter wait would call them silent. */
const WAIT_MS = 75_000;
/** Times in which the story of a ticket can be watched from its opening to its campaign, milliseconds. */
const TIMES = { wait: WAIT_MS, delay: 15_000, hold: 60_000, capWithin: 600_000, every: 10_000 };

/**
 * The configuration for the sandbox: waits of days become seconds, and a policy without campaigns gets two, so that there is something to
 * see. What a configuration says about campaigns is kept.
 */
export function demoSettings(config: ConnectorConfig): ConnectorConfig {
  if (hasOwnPolicy(config)) return config;
  const settings: ConnectorConfig = Object.freeze({
    ...config,
    campaigns: {
      'post-support-upsell': {
        when: 'satisfied',
        delayMs: TIMES.delay,
        expiresMs: DEFAULT_EXPIRES_MS,
        send: { event: 'POST_SUPPORT_UPSELL' },
      },
      'win-back': { when: 'dissatisfied', delayMs: 0, expiresMs: DEFAULT_EXPIRES_MS, send: { event: 'WIN_BACK' } },
    } as const,
    csat: { ...config.csat, waitMs: TIMES.wait },
    frequencyCap: { perCustomer: 1, withinMs: TIMES.capWithin },
    holdMs: TIMES.hold,
    schedule: { ...config.schedule, everyMs: TIMES.every },
  });
  return sameLines(config, settings);
}

/** The policy of the sandbox in a sentence, and where all of it can be read; null: it is the one of the configuration. */
export function describeDemoPolicy(config: ConnectorConfig): string | null {
  if (hasOwnPolicy(config)) return null;
  const { wait, delay, hold, capWithin } = TIMES;
  const [answer, later, held, within] = [wait, delay, hold, capWithin].map(formatDuration);
  return `The sandbox’ policy has short times: an answer is awaited for ${answer}, an upsell leaves ${later} later, another open ticket holds it for ${held}, and a person gets 1 campaign within ${within}. All of it: the console, Campaigns > Try another policy.`;
}

function hasOwnPolicy({ campaigns }: ConnectorConfig): boolean {
  return Object.keys(campaigns).length > 0;
}
