import { ACCOUNT } from '../support/connector';
import { eventually } from '../support/eventually';
import { copyDatabase, dropDatabase } from '../support/postgres';
import { type ActivityHarness, openActivityHarness } from './activity-harness';

const MINUTE = 60_000;
const CAMPAIGNS = `campaigns:
      upsell: { when: satisfied, delay: 0s, send: { event: UPSELL } }
      win-back: { when: dissatisfied, delay: 0s, send: { template_id: 12 } }
      join: { when: neutral, delay: 0s, send: { list_id: 2 } }`;
const TIMELINE = ['opened/1', 'resolved/1', 'survey_sent/1', 'survey_answered/1'];

/** A backup of the database, restored after the connector has gone on for a while (docs/operations.md, Backup and restore). */
describe('when the database was restored from a backup', () => {
  let harness: ActivityHarness;
  let backup: { readonly name: string; readonly of: string };
  beforeEach(async () => {
    harness = await openActivityHarness((yaml) =>
      yaml.replace('campaigns: {}', CAMPAIGNS).replace('auto: false', 'auto: true'),
    );
    const [row] = await harness.store.db.query<{ of: string }>('select current_database() as of');
    backup = { of: row?.of ?? '', name: `${row?.of ?? ''}_backup` };
  });
  afterEach(async () => {
    await harness.end();
    await dropDatabase(backup.name);
  });

  const isBack = async (): Promise<boolean> =>
    harness.store.ping().then(
      () => true,
      () => false,
    );
  /** Of an hour ago: of no mail that is in it does Brevo remember the key. */
  const backUp = async (): Promise<void> => {
    const before = (column: string): string => `${column} = ${column} - interval '1 hour'`;
    await harness.store.db.query(`update outbox set ${before('intended_at')}, ${before('gate_at')}`);
    await copyDatabase(backup.of, backup.name);
    await eventually(isBack);
  };
  /** Everything that was written since the backup is gone, and nothing of the connector runs. */
  const restore = async (): Promise<void> => {
    await copyDatabase(backup.name, backup.of);
    await eventually(isBack);
  };

  /** A ticket of a newcomer that has ended so; the connector knows nothing of it yet. */
  const happened = (name: string, score: number): number => {
    const ticketId = harness.happen({ do: 'openTicketByNewcomer', email: `${name}@customer.example.com`, name });
    harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    harness.happen({ do: 'sendSurvey', ticketId });
    harness.happen({ do: 'scoreSurvey', ticketId, score });
    return ticketId;
  };
  /** Written down, and kept back: Brevo lets nothing of it through now. */
  const keptBack = async (ticketId: number): Promise<void> => {
    const { faults } = harness.sandbox.brevo;
    for (const pathPrefix of ['/v3/events', '/v3/smtp/email'])
      faults.add({
        ...{ kind: 'status', status: 402, body: { code: 'not_enough_credits', message: 'no' } },
        ...{ match: { method: 'POST', pathPrefix }, times: 1 },
      });
    await harness.refresh(ticketId);
    faults.clear();
    await harness.store.db.query('delete from account_holds');
  };
  const refreshAll = async (tickets: readonly number[]): Promise<void> => {
    for (const ticketId of tickets) await harness.refresh(ticketId);
  };
  const eventsOf = (ticketId: number): readonly string[] =>
    harness.sandbox.brevo.state
      .events()
      .map(({ properties }) => String(properties['event_key']))
      .filter((key) => key.startsWith(`${ACCOUNT}/${String(ticketId)}/`))
      .map((key) => key.replace(`${ACCOUNT}/${String(ticketId)}/`, ''));
  const mailsTo = (name: string): number =>
    harness.sandbox.brevo.state.mails().filter(({ to }) => to.includes(`${name}@customer.example.com`)).length;
  const campaignOf = async (ticketId: number): Promise<string | undefined> =>
    (await harness.store.outbox.find(ACCOUNT, `${ACCOUNT}/${String(ticketId)}/campaign/1`))?.state;
  const listed = async (): Promise<readonly string[]> =>
    (await harness.store.quarantine.list(ACCOUNT, { cause: 'campaign_unknown', limit: 100 })).map(({ key }) => key);

  test('what was sent since is not sent again, events that were not sent are, and campaigns of which Brevo does not say it are listed', async () => {
    const waiting = { upsold: happened('ann', 5), mailed: happened('bob', 1), unsent: happened('cleo', 1) };
    for (const ticketId of Object.values(waiting)) await keptBack(ticketId);
    await backUp();
    const since = { upsold: happened('dan', 5), mailed: happened('eve', 1), joined: happened('flo', 3) };
    await refreshAll([waiting.upsold, waiting.mailed, ...Object.values(since)]);
    const sent = harness.sandbox.brevo.state.events().length;
    const unseen = { upsold: happened('gus', 5), mailed: happened('hal', 1) };

    await restore();
    const mark = await harness.store.restores.mark();
    const after = { upsold: happened('ida', 5), mailed: happened('jon', 1) };
    await harness.later(2 * MINUTE);
    await harness.sync();
    const everybody = [waiting, since, unseen, after].flatMap((tickets): number[] => Object.values(tickets));
    await refreshAll(everybody);
    await refreshAll(everybody);

    expect(mark).toMatchObject({ askedFor: 13, unknown: 2, repeated: 0 });
    expect(sent).toBe(22);
    const campaign = ['campaign/1'];
    expect(Object.fromEntries(everybody.map((ticketId) => [ticketId, [...eventsOf(ticketId)].sort()]))).toEqual(
      Object.fromEntries(
        everybody.map((ticketId) => {
          const isUpsold = [waiting.upsold, since.upsold, after.upsold].includes(ticketId);
          return [ticketId, [...TIMELINE, ...(isUpsold ? campaign : [])].sort()];
        }),
      ),
    );
    expect(['bob', 'cleo', 'eve', 'hal', 'jon'].map(mailsTo)).toEqual([1, 0, 1, 0, 1]);
    const states = await Promise.all(everybody.map(campaignOf));
    expect(states).toEqual([
      ...['sent', 'unknown', 'unknown', 'sent', 'unknown', 'sent', 'unknown', 'unknown', 'sent', 'sent'],
    ]);
    expect([...(await listed())].sort()).toEqual(
      everybody
        .filter((_, index) => states[index] === 'unknown')
        .map(String)
        .sort(),
    );
  });
});
