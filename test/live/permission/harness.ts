import type { ConnectorConfig } from '../../../src/config/types';

import type { OutboxEntry } from '../../../src/store/outbox/outbox-types';
import type { Db } from '../../../src/store/database/connection';
import { ACCOUNT, testConfig } from '../../support/connector';
import { createDatabaseWithClock, moveDatabaseClock } from '../../support/database-clock';
import { eventually } from '../../support/eventually';
import { type LiveOptions, type LiveHarness, openLiveHarness, shortTimes } from '../harness';

const CAMPAIGNS = `campaigns:
      upsell: { when: satisfied, delay: 0s, send: { event: UPSELL } }
      win-back: { when: dissatisfied, delay: 0s, send: { template_id: 12 } }
      remind: { when: no_answer, delay: 0s, send: { event: REMIND } }`;

/** Nobody but those of the test, and a database whose clock can be moved: the gate judges by it. */
export interface PermissionHarness extends LiveHarness {
  /** From now on the database is that far ahead. */
  later(ms: number): Promise<void>;
  /** Somebody writes, support closes the ticket; `score` null: no survey is answered. Answers the ticket. */
  closed(email: string, score: number | null): Promise<number>;
  rate(ticketId: number, score: number): Promise<void>;
  /** A ticket of the same person, of which nobody is told. */
  another(ticketId: number): number;
  campaign(ticketId: number): Promise<OutboxEntry | null>;
  untilCampaign(ticketId: number, wanted: (entry: OutboxEntry) => boolean): Promise<void>;
  /** The policy's last word about the ticket: `skip not_blocklisted`. */
  word(ticketId: number): Promise<string>;
  /** Campaigns that Brevo has got because of the ticket: `template 12`, `UPSELL`. */
  sent(ticketId: number): readonly string[];
  /** Requests that write to Brevo, since the journal had that many. */
  writesSince(total: number): readonly string[];
  /** Nobody's outcome is waited for any more, and nothing was asked of either vendor for a while. */
  untilQuiet(): Promise<void>;
  settings(edit?: (config: ConnectorConfig) => ConnectorConfig): ConnectorConfig;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const NOBODY = { customers: 0, tickets: 0, surveys: 0, active: { customers: 0, messages: 0 } };

export async function openPermissionHarness(options: LiveOptions = {}): Promise<PermissionHarness> {
  const edit = options.edit ?? ((yaml: string) => shortTimes(yaml.replace('campaigns: {}', CAMPAIGNS)));
  const database = await createDatabaseWithClock();
  const opening = openLiveHarness({ world: NOBODY, ...options, edit, databaseUrl: database.url });
  const harness = await opening.catch(async (thrown: unknown) => {
    await database.drop();
    throw thrown;
  });
  const { connector, sandbox } = harness;
  const { store } = connector;
  const campaign = (ticketId: number): Promise<OutboxEntry | null> =>
    store.outbox.find(ACCOUNT, `${ACCOUNT}/${String(ticketId)}/campaign/1`);
  const rate = async (ticketId: number, score: number): Promise<void> => {
    sandbox.world.change({ do: 'sendSurvey', ticketId });
    await harness.happen({ do: 'scoreSurvey', ticketId, score }, { ticketId });
  };
  return {
    ...harness,
    end: async () => {
      await harness.end();
      await database.drop();
    },
    later: (ms) => moveDatabaseClock(store.db, ms),
    rate,
    closed: async (email, score) => {
      const ticketId = await harness.happen({ do: 'openTicketByNewcomer', email, name: 'Ann' });
      await harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
      if (score !== null) await rate(ticketId, score);
      return ticketId;
    },
    another: (ticketId) =>
      sandbox.world.change({ do: 'openTicket', customerId: sandbox.world.tickets.get(ticketId)?.customerId ?? 0 }),
    campaign,
    untilQuiet: () => untilQuiet(store.db, () => sandbox.gorgias.journal.total + sandbox.brevo.journal.total),
    untilCampaign: (ticketId, wanted) => {
      let last: OutboxEntry | null = null;
      return eventually(
        async () => {
          last = await campaign(ticketId);
          return last !== null && wanted(last);
        },
        () => `the campaign stands at ${JSON.stringify(last)}`,
      );
    },
    word: async (ticketId) => {
      const said = (await store.decisions.ofTicket(ACCOUNT, ticketId)).at(-1);
      return said === undefined ? 'nothing' : `${said.kind} ${said.rules.at(-1)?.rule ?? ''}`;
    },
    sent: (ticketId) => {
      const { state } = sandbox.brevo;
      const ofTicket = ({ ticket_id: id }: Readonly<Record<string, unknown>>): boolean => id === ticketId;
      return [
        ...state
          .mails()
          .flatMap(({ templateId, params }) => (ofTicket(params) ? [`template ${String(templateId)}`] : [])),
        ...state
          .events()
          .flatMap(({ name, properties }) => (ofTicket(properties) && 'campaign' in properties ? [name] : [])),
      ];
    },
    writesSince: (total) =>
      sandbox.brevo.journal
        .requests({ sinceSeq: total })
        .flatMap(({ method, path }) => (method === 'GET' ? [] : [`${method} ${path}`])),
    settings: (change = (config) => config) => change(testConfig(edit)),
  };
}

/** What Brevo answers, in its own words. */
export const FORBIDDEN = {
  status: 403,
  body: { code: 'permission_denied', message: 'SMTP account is not yet activated' },
};

const QUIET_MS = 5_000;

async function untilQuiet(db: Db, asked: () => number): Promise<void> {
  let last = { asked: asked(), at: Date.now() };
  await eventually(async () => {
    const [row] = await db.query<{ pending: boolean }>(
      `select exists (select from decisions where account = $1 and kind in ('wait', 'held')) or exists (
        select from ticket_states where account = $1
          and (stage = 'waiting' and waiting_until is not null or asked_at > coalesce(looked_at, '-infinity'))
      ) as pending`,
      [ACCOUNT],
    );
    if (row?.pending === true || asked() !== last.asked) last = { asked: asked(), at: Date.now() };
    return Date.now() - last.at > QUIET_MS;
  });
}
