import type { SeedContact } from '../../packages/sandbox/brevo/seed';
import type { Story } from './story';

/** One line of the life table. Tickets and people have the names that the row gives them. */
export interface Row {
  readonly name: string;
  readonly play: (story: Story) => Promise<unknown>;
  /** Played once with webhooks and once without; other rows are played once, which way a coin says. */
  readonly bothWays?: true;
  /** Before the connector is installed. */
  readonly past?: (story: Story) => Promise<unknown>;
  /** Before any row is played, a while ago, when the connector was installed already. */
  readonly begin?: (story: Story) => Promise<unknown>;
  /** What Brevo knows of the first person before anything happens. */
  readonly seed?: Omit<SeedContact, 'email'>;
  /** Per ticket everything that came to Brevo, in the order in which it came. To somebody else than `ann`: `RESOLVED to bob`. */
  readonly publishes: Readonly<Record<string, readonly string[]>>;
  /** The policy's last word of each end of a ticket; none where a ticket is not named. */
  readonly policy?: Readonly<Record<string, readonly string[]>>;
  /** Per ticket what `why` answers in the end, in the words of row-reasons.ts. */
  readonly why: Readonly<Record<string, readonly string[]>>;
  /** Per person; who is not named here is not looked at. Null: no contact. */
  readonly contacts?: Readonly<Record<string, ContactEnd | null>>;
}

export interface ContactEnd {
  readonly score?: number;
  readonly responses?: number;
  readonly tickets?: number;
  readonly lists: readonly number[];
}

export const NAMES: Readonly<Record<string, string>> = {
  SUPPORT_TICKET_OPENED: 'opened',
  SUPPORT_TICKET_RESOLVED: 'resolved',
  SUPPORT_TICKET_REOPENED: 'reopened',
  CSAT_SURVEY_SENT: 'survey sent',
  CSAT_SUBMITTED: 'answered',
};
export const [OPENED, RESOLVED, REOPENED, SENT, ANSWERED] = Object.keys(NAMES) as [
  string,
  string,
  string,
  string,
  string,
];

/** Lists of the configuration, and the one that the campaign for `neutral` adds to. */
export const [ALL, SATISFIED, DISSATISFIED, NEUTRAL] = [35, 36, 37, 38] as const;

/** Far longer than the table takes: who gave no answer in it has closed before it began. */
export const CSAT_WAIT_MS = 600_000;

/** `hold` leaves a slow machine room to notice how the other ticket ended, the delay to reopen one in it. */
export function shortenTimes(yaml: string): string {
  return yaml
    .replace(/campaigns: \{\}/, CAMPAIGNS)
    .replace(/wait: 7d/, 'wait: 10m')
    .replace(/hold: 7d/, 'hold: 45s')
    .replace(/per_second: \d+/, 'per_second: 100')
    .replace(/burst: \d+/, 'burst: 1000')
    .replace(/reserve: \d+/, 'reserve: 0');
}

const CAMPAIGNS = `campaigns:
      upsell: { when: satisfied, delay: 15s, send: { event: UPSELL } }
      win-back: { when: dissatisfied, delay: 0s, send: { template_id: 12 } }
      improve: { when: neutral, delay: 0s, send: { list_id: ${String(NEUTRAL)} } }
      remind: { when: no_answer, delay: 0s, send: { event: REMIND } }`;
