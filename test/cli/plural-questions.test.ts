import { campaignLines } from '../../packages/sdk/cli/output/campaigns';
import { whyLines } from '../../packages/sdk/cli/output/why';
import { createPaint } from '../../packages/sdk/cli/paint';
import { timestamp } from '../../src/domain/timestamp';
import { API_KEY, install, startApi, type RunningApi } from '../api/running-api';
import { TajoClient, type Why } from '../../packages/sdk/index';
import { typed } from './typed';

const DAY = 86_400_000;
const ago = (days: number) => timestamp(new Date(Date.now() - days * DAY).toISOString());

/** Questions about many: what was sent and what not, what waits for whom. */
describe('campaigns, events and quarantine', () => {
  let api: RunningApi;

  const tajo = (...args: readonly string[]) =>
    typed({ client: new TajoClient({ url: api.url, apiKey: API_KEY }) }, args);

  /** A ticket that ended, and what the policy says of it. */
  async function ended(ticketId: number, days: number, rule: 'frequency_cap' | 'no_open_ticket'): Promise<void> {
    await api.store.db.query(
      `insert into tickets (account, id, status, channel, via, created_at, updated_at, closed_at)
        values ('yourstore', $1, 'closed', 'email', 'email', $2, $2, $2)`,
      [ticketId, ago(days)],
    );
    const held = rule === 'no_open_ticket';
    const sentence = held
      ? 'ticket 14 of the customer was closed, and is read first to see how it ended'
      : 'the cap is reached';
    await api.store.decisions.keep('yourstore', ticketId, {
      ...{ closedAt: ago(days), decidedAt: ago(days), askedAt: ago(days), outcome: 'satisfied', score: 5 },
      ...{ campaign: 'upsell', kind: held ? 'held' : 'skip', why: sentence, until: held ? ago(-1) : null },
      rules: [{ rule, says: held ? 'held' : 'skip', sentence }],
    });
  }

  beforeAll(async () => {
    api = await startApi({
      ...{ requestsPerSecond: 1000, campaignNames: () => ['upsell', 'win-back'] },
      eventNames: () => ['SUPPORT_TICKET_RESOLVED_BY_A_PERSON'],
    });
    await install(api);
  });
  afterAll(() => api.close());

  it('when nothing was decided yet, says so', async () => {
    const { exitCode, stdout } = await tajo('campaigns');
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^Nothing was decided about a campaign of a ticket closed since /),
    });
  });

  it('tells sums, then each reason with its tickets and when a held one is asked again, within 80 columns', async () => {
    await ended(11, 3, 'frequency_cap');
    await ended(12, 2, 'frequency_cap');
    await ended(13, 1, 'no_open_ticket');

    const { stdout } = await tajo('campaigns');
    const held = await tajo('campaigns', '--fate', 'held');
    const recent = await tajo('campaigns', '--since', '36h', '--json');
    const before = await tajo('campaigns', '--until', '36h');
    const turned = await tajo('campaigns', '--since', '1h', '--until', '2h');

    const [head, , name, ...lines] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^Of tickets closed since \S+ \S+ UTC: 1 held, 2 skipped\.$/);
    expect(name).toBe('upsell');
    expect(lines[0]).toBe('  skipped        2  the frequency cap is reached (tickets 12, 11)');
    expect(lines.slice(1).join(' ').replaceAll(/\s+/g, ' ')).toMatch(
      /^ held 1 another ticket was closed, and is read first to see how it ended; asked again \S+ \S+ UTC at the latest \(ticket 13\)$/,
    );
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(held.stdout).toMatch(/\n\S+ \S+ {2}13 +held: upsell: another ticket was closed, and is read\s+first/);
    expect(held.stdout).not.toContain('frequency cap');
    expect(before.stdout).toMatch(/^Of tickets closed since \S+ \S+ UTC and before \S+ \S+ UTC:\s+2\s+skipped\.\n/);
    expect(turned.stderr).toContain('until must lie after since');
    expect(JSON.parse(recent.stdout)).toMatchObject({
      groups: [{ fate: 'held', tickets: [13] }],
      campaigns: [{ ticketId: 13 }],
    });
  });

  it('says which of them programs asked for, that `funnel` shows apart, and that nothing goes on, where that is so', () => {
    const group = { campaign: 'upsell', reason: 'accepted by Brevo', nextAt: null, tickets: [] };
    const groups = [
      { ...group, fate: 'sent', campaigns: 5, byPrograms: 2 },
      { ...group, fate: 'skipped', campaigns: 1, byPrograms: 1 },
    ] as const;
    const history = { account: 'a', since: '2026-11-01T00:00:00Z', until: null, groups: [...groups], campaigns: [] };
    const said = (stopped: string | null): string =>
      campaignLines({ ...history, stopped }, { oneByOne: false, paint: createPaint(false) }).join(' ');

    expect(said(null)).toMatch(
      /^Of tickets closed since 2026-11-01 00:00 UTC: 5 sent, 1 skipped\. 3 of them were asked for by programs: `tajo funnel` shows those apart\. /,
    );
    expect(said('The connector is paused.')).toMatch(/^The connector is paused\. Of tickets closed/);
  });

  it('as CSV gives one line for each', async () => {
    const { stdout } = await tajo('campaigns', '--csv');

    const [head, first, ...others] = stdout.trimEnd().split('\n');
    expect(head).toBe('said_at,ticket,campaign,fate,by,reason,next_at');
    expect(first).toMatch(
      /^\S+Z,13,upsell,held,policy,"another ticket was closed, and is read first to see how it ended",\S+Z$/,
    );
    expect(others).toHaveLength(2);
  });

  it.each([
    [['campaigns', '--campaign', 'upsel'], 'No campaign is called upsel: the nearest is upsell'],
    [['campaigns', '--state', 'given_up'], 'skipped, given-up, unknown: the nearest is given-up'],
    [
      ['funnel', '--fate', 'wating'],
      'Allowed choices are sent, leaving, waiting, held, skipped, given-up, unknown: the',
    ],
    [
      ['connectors', 'events', '--name', 'SUPPORT_TICKET_RESOLVED'],
      'the nearest is SUPPORT_TICKET_RESOLVED_BY_A_PERSON',
    ],
    [['connectors', 'events', '--state', 'failed'], 'Allowed choices are intended'],
    [['connectors', 'quarantine', '--cause', 'no_mail'], 'No cause is called no_mail: the nearest is no_email'],
    [['connectors', 'quarantine', 'gorgias', 'retry', '--cause', 'phone_invalidd'], 'the nearest is phone_invalid'],
    [['connectors', 'events', '--name', 'SUPPORT_TICKT'], 'the nearest is SUPPORT_TICKET'],
    [['connectors', 'events', '--name', 'newsletter'], 'No event or campaign is called newsletter: there is '],
    [['errors', 'brevo.rejectd'], 'The nearest is brevo.rejected'],
  ])('when the line is %j, it says the nearest and the exit code is 2', async (args, words) => {
    const { exitCode, stdout, stderr } = await tajo(...args);

    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringContaining(words) });
  });

  it('events are found by kind, state and name, and a long name stands whole', async () => {
    const name = 'SUPPORT_TICKET_RESOLVED_BY_A_PERSON';
    const intent = { ticketId: 5, customerId: 6, emailKey: 'a@b.c', happenedAt: ago(0), params: {} };
    await api.store.outbox.intend('yourstore', [
      { ...intent, key: 'yourstore/5/resolved/1', name },
      { ...intent, key: 'yourstore/5/opened/1', name: 'OPENED' },
    ]);

    const byName = await tajo('connectors', 'events', '--name', name);
    const others = await tajo('connectors', 'events', '--kind', 'campaign');
    const sent = await tajo('connectors', 'events', '--state', 'intended', '--json');

    expect(byName.stdout).toContain(`${name}\n`);
    expect(byName.stdout).not.toContain('OPENED');
    expect(others.stdout).toBe('Nothing like that was sent.\n');
    expect(JSON.parse(sent.stdout).deliveries).toHaveLength(2);
  });

  it('quarantine puts first what a person can mend, however much else there is', async () => {
    const entry = (key: string, cause: 'no_email' | 'phone_invalid') =>
      ({ kind: 'customer', key, step: 'map', cause, held: true }) as const;
    await api.store.quarantine.put('yourstore', [entry('3', 'phone_invalid')]);
    await api.store.quarantine.put('yourstore', [entry('1', 'no_email'), entry('2', 'no_email')]);

    const { stdout } = await tajo('connectors', 'quarantine', '--limit', '1');

    expect(stdout).toMatch(/^To be mended by a person:\nphone_invalid [\s\S]*\n\nNothing to do:\nno_email /);
    expect(stdout).toMatch(/\ncustomer 3 +phone_invalid/);
  });

  it('why folds the same word, heard again and again, into one line', () => {
    const heard = (minute: number, from: 'webhook' | 'feed') => ({
      at: `2026-11-29T10:0${String(minute)}:00Z`,
      from,
      what: 'something happened',
      rules: [],
    });
    const story = [
      heard(1, 'webhook'),
      heard(2, 'feed'),
      heard(3, 'webhook'),
      { ...heard(4, 'feed'), what: 'ticket-closed' },
    ];
    const lines = whyLines({ ...whyOf('open'), story }, createPaint(false));

    expect(lines.slice(lines.indexOf('Story') + 1)).toEqual([
      '11-29  10:01:00  webhook   something happened (3 times until 10:03:00; also by',
      '                           feed)',
      '       10:04:00  feed      ticket-closed',
    ]);
  });

  it('with a second account tells what its schedule does from now on, and every command to paste names its account', async () => {
    const keys = ['--email', 'a@b.example', '--api-key', 'k', '--brevo-api-key', 'xkeysib-k'];
    const added = await tajo('connectors', 'install', 'gorgias', '--domain', 'second.gorgias.com', ...keys);
    const paused = await tajo('connectors', 'pause', 'gorgias', '--account', 'second');
    const status = await tajo('connectors', 'status', 'gorgias', '--account=second');
    const doctor = await tajo('doctor');
    const unnamed = await tajo('connectors', 'status', 'gorgias');

    const said = added.stdout.replaceAll(/\s+/g, ' ');
    expect(said).toMatch(
      /From now on what changes in Gorgias is read .*by a full sync: `tajo connectors sync gorgias --account second`\. /,
    );
    expect(said).toMatch(/ Next: tajo connectors test gorgias --account second $/);
    expect(paused.stdout).toMatch(/go on with: tajo connectors resume gorgias --account second\n$/);
    expect(status.stdout).toMatch(/Full sync +none yet: tajo connectors sync gorgias --account second\n/);
    expect(unnamed).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/name one of them: .*\n.*Add --account (?:yourstore|second);/s),
    });
    const commands = doctor.stdout.match(/tajo connectors [a-z-]+ gorgias.*/g) ?? [];
    expect(commands.filter((command) => !command.includes('--account'))).toEqual([]);
  });

  it('why names the workflow of a ticket that has one, and none of one that was only counted', () => {
    expect(whyLines(whyOf('open'), createPaint(false)).join('\n')).toContain('ticket/yourstore/1');
    expect(whyLines(whyOf(null), createPaint(false)).join('\n')).not.toMatch(/Workflow|yourstore/);
  });
});

function whyOf(stage: 'open' | null): Why {
  return {
    ...{ account: 'yourstore', asOf: '', about: 'ticket', reasons: ['Open.'], more: false, customers: [] },
    tickets: [
      {
        ...{
          ticketId: 1,
          status: 'open',
          channel: 'email',
          createdAt: null,
          closedAt: null,
          snoozedUntil: null,
          stage,
        },
        ...{ outcome: null, reasons: [], waitingUntil: null, workflow: { id: 'ticket/yourstore/1', ui: null } },
      },
    ],
    ...{ contact: null, quarantine: [], story: [] },
  };
}
