import { randomUUID } from 'node:crypto';
import { plus, timestampOf } from '../../src/domain/timestamp';
import type { RehearsalRow, RehearsedRow } from '../../src/store/rehearsals/rehearsal-types';
import { ACCOUNT } from '../support/connector';
import { playLives, type PlayedLives } from './rehearsal-life';

/** `REHEARSED_TICKETS=500` once, by hand; with `REHEARSED_SEED` other lives. */
const COUNT = Number(process.env['REHEARSED_TICKETS'] ?? 18);
const SEED = Number(process.env['REHEARSED_SEED'] ?? 41);
const TICKETS_EACH = 3;
const CSAT_MS = 48 * 3_600_000;

const POLICY = `campaigns:
      upsell: { when: satisfied, delay: 9h, send: { event: UPSELL } }
      ask: { when: neutral, delay: 9h, send: { event: ASK } }
      win-back: { when: dissatisfied, delay: 0s, send: { template_id: 12 } }
      remind: { when: no_answer, delay: 1h, send: { event: REMIND } }`;

const edit = (yaml: string): string =>
  yaml
    .replace(/campaigns: \{\}/, POLICY)
    .replace(/wait: 7d/, 'wait: 2d')
    .replace(/hold: 7d/, 'hold: 2d')
    .replace(/within: 7d/, 'within: 3d');

let played: PlayedLives;
beforeAll(async () => {
  played = await playLives({ seed: SEED, count: COUNT, ticketsEach: TICKETS_EACH, edit });
}, 3_600_000);
afterAll(() => played.harness.end());

async function rehearse(
  policy?: Record<string, unknown>,
): Promise<{ report: RehearsalRow; rows: readonly RehearsedRow[] }> {
  const { harness, startedAt } = played;
  const id = randomUUID();
  const input = { account: ACCOUNT, since: plus(timestampOf(startedAt), -60_000), ...(policy && { policy }) };
  const setup = await harness.run((all) => all.prepareRehearsal(input, id));
  while (!(await harness.run((all) => all.rehearsePeople(setup))).done);
  const { rehearsals } = harness.store;
  const report = (await rehearsals.find(ACCOUNT, id))!;
  return { report, rows: await rehearsals.ends(ACCOUNT, id, { only: 'all', after: null, limit: 100_000 }) };
}

describe('a rehearsal of the time since the installation', () => {
  it('decides as life did, ticket by ticket', async () => {
    const { report, rows: all } = await rehearse();
    const rows = all.filter(({ today }) => today?.kind !== 'undecided');

    const { decisions, ...figures } = report.tally.today;
    const counts = decisions.map(({ campaign, kind, by, ends }) => `${campaign ?? '-'} ${kind} ${by ?? ''}: ${ends}`);
    process.stderr.write(`${JSON.stringify({ ...figures, counts, agreement: report.tally.agreement })}\n`);
    expect(rows.filter(({ cause }) => cause !== null)).toEqual([]);
    expect(report.tally.agreement).toEqual({ compared: rows.length, differing: {} });
    expect(rows.length).toBeGreaterThan(COUNT / 2);
    // Equal because both say something: campaigns left for Brevo, others waited for a ticket, others came after one.
    const { brevo } = played.harness.sandbox;
    const left = brevo.state.events().filter(({ name }) => ['UPSELL', 'ASK', 'REMIND'].includes(name)).length;
    const sent = rows.filter(({ today, life }) => today?.kind === 'send' && life?.kind === 'send').length;
    expect(left + brevo.state.mails().length).toBe(sent);
    expect(sent).toBeGreaterThan(COUNT / 4);
    expect(report.tally.today.heldFirst).toBeGreaterThan(COUNT / 20);
    expect(rows.filter(({ life }) => life?.by === 'frequency_cap').length).toBeGreaterThan(COUNT / 10);
  });

  it('under another threshold differs in exactly the tickets whose score lies between the two, and in what follows from them', async () => {
    const { report, rows } = await rehearse({ csat: { wait: '2d', satisfied_from: 5 } });

    const changed = new Set(rows.flatMap((row) => (row.changed ? [row.ticketId] : [])));
    const scored = played.lives.filter(({ ticketId }) => ticketId !== null && isScoredInTime(ticketId, 4));
    const between = new Set(scored.map(({ ticketId }) => ticketId!));
    const people = new Set(scored.map(({ person }) => person));
    const alone = played.lives.filter(({ isAlone }) => isAlone).map(({ ticketId }) => ticketId!);
    const ofThese = played.lives.filter(({ person }) => people.has(person)).map(({ ticketId }) => ticketId!);
    expect(between.size).toBeGreaterThan(0);
    expect(alone.filter((id) => changed.has(id))).toEqual(alone.filter((id) => between.has(id)));
    expect([...between].filter((id) => !changed.has(id))).toEqual([]);
    expect([...changed].filter((id) => !ofThese.includes(id))).toEqual([]);
    expect(report.tally.changed).toBe(rows.filter((row) => row.changed).length);
  });

  it('under the same policy, written out, differs in nothing', async () => {
    const { report, rows } = await rehearse({ csat: { wait: '2d' }, hold: '2d' });

    expect(rows.filter(({ changed }) => changed)).toEqual([]);
    expect(report.tally.proposed).toEqual(report.tally.today);
  });

  it('under a longer wait says of what is closed only now that it is not decided yet, and both policies have the same sum', async () => {
    const { report, rows } = await rehearse({ csat: { wait: '60d' } });

    const { today, proposed } = report.tally;
    const undecided = rows.filter((row) => row.proposed?.kind === 'undecided');
    const sumOf = (tally: typeof today): number =>
      tally.decisions.reduce((sum, { ends }) => sum + ends, 0) + (tally.undone ?? 0);
    expect(undecided.length).toBeGreaterThan(0);
    expect(undecided.every((row) => row.proposed!.dueAt! > report.until && row.today !== null)).toBe(true);
    expect(sumOf(proposed!)).toBe(sumOf(today));
    expect(rows.filter((row) => row.today === null && row.life === null)).toHaveLength(today.undone ?? 0);
  });

  it('writes nothing but its report, and asks no vendor', async () => {
    const { harness } = played;
    const tables = await harness.store.db.query<{ name: string }>(TABLES);
    const counts = async (): Promise<readonly unknown[]> => {
      const all = tables.map(({ name }) =>
        harness.store.db.query(`select '${name}', md5(string_agg(t::text, '' order by t::text)) from ${name} t`),
      );
      return Promise.all(all);
    };
    const requests = (): readonly number[] => [
      harness.sandbox.gorgias.journal.total,
      harness.sandbox.brevo.journal.total,
    ];
    const before = [await counts(), requests()];

    await rehearse();

    expect([await counts(), requests()]).toEqual(before);
  });
});

describe('a rehearsal of campaigns that were let through', () => {
  it('tells those that Brevo refused, that were given up, or whose fate nobody knows', async () => {
    const { store } = played.harness;
    const sent = (await rehearse()).rows.filter(({ life, cause }) => life?.kind === 'send' && cause === null);
    const states = ['refused', 'given_up', 'unknown', 'intended'] as const;
    const planted = new Map(states.map((state, index) => [sent[index]!.ticketId, state]));
    for (const [ticketId, state] of planted)
      await store.db.query(`update outbox set state = $2, reason = 'brevo.rejected' where key = $1`, [
        `${ACCOUNT}/${String(ticketId)}/campaign/1`,
        state,
      ]);

    const { report, rows } = await rehearse();

    const differing = rows.filter(({ cause }) => cause !== null);
    const told = new Map(differing.map(({ ticketId, cause }) => [ticketId, cause]));
    expect(told).toEqual(new Map([...planted].map(([id, state]) => [id, state === 'intended' ? 'late' : state])));
    expect(differing.filter(({ life }) => life?.why === 'brevo.rejected')).toHaveLength(3);
    expect(report.tally.agreement.differing).toEqual({ refused: 1, given_up: 1, unknown: 1, late: 1 });
  });

  it('says that every ticket is known only where a full sync has read the tickets', async () => {
    const { store } = played.harness;
    const reach = async (): Promise<boolean | undefined> => (await rehearse()).report.reach?.isSynced;
    const run = async (runId: string, walked: string): Promise<void> => {
      await store.runs.begin(ACCOUNT, { runId, type: 'full', request: {} });
      await store.db.query(
        `insert into walks (account, run_id, resource, walk, done) values ($1, $2, $3, '{}', true)`,
        [ACCOUNT, runId, walked],
      );
      await store.runs.finish(ACCOUNT, runId, { state: 'completed', totals: {} });
    };
    await run('of customers', 'customers');
    const before = await reach();
    await run('of tickets', 'tickets');

    expect([before, await reach()]).toEqual([false, true]);
  });
});

const TABLES = `select table_name as name from information_schema.tables
  where table_schema = 'public' and table_name not in ('rehearsals', 'rehearsed_ends') order by 1`;

/** By the sandbox' own records: the survey of its last closing was answered before the wait was over. */
function isScoredInTime(ticketId: number, score: number): boolean {
  const { world } = played.harness.sandbox;
  const closedUs = world.tickets.get(ticketId)?.closedUs ?? null;
  return [...world.surveys.values()].some(
    (survey) =>
      survey.ticketId === ticketId &&
      survey.score === score &&
      survey.scoredUs !== null &&
      closedUs !== null &&
      (survey.scoredUs - closedUs) / 1_000 <= CSAT_MS,
  );
}
