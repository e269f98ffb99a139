import { randomUUID } from 'node:crypto';
import type { AuditSetup, AuditStatus } from '../../src/activities/audits/types';
import type { AuditRow } from '../../src/store/types';
import { ACCOUNT } from '../support/connector';
import { type AuditStage, openAuditStage } from './audit/audit-stage';
import { BY_US } from './audit/planted';
import { fullRun } from './full-run';

/** An audit step by step, and what happens between its steps. */
describe('an audit', () => {
  let stage: AuditStage;
  const names = ['one', 'other', 'third', 'fourth'];

  beforeAll(async () => {
    stage = await openAuditStage();
    for (const name of names) stage.newcomer(name);
    await fullRun(stage);
  });
  afterAll(() => stage.end());
  afterEach(() => stage.sandbox.brevo.faults.clear());

  const damage = (name: string): void =>
    stage.edit(new Map([[stage.person(name).email, BY_US['number-dropped']?.edit ?? fail]]));
  const fail = (): never => {
    throw new Error('nothing of that name is planted');
  };
  const begin = (sample: number | null, nightly = false): Promise<AuditSetup> =>
    stage.run((all) => all.prepareAudit({ account: ACCOUNT, sample, nightly }, randomUUID()));
  const compare = async (setup: AuditSetup): Promise<void> => {
    while (!(await stage.run((all) => all.auditContacts(setup))).done);
  };
  const finish = (setup: AuditSetup): Promise<AuditStatus> => stage.run((all) => all.finishAudit(setup));
  const rowOf = ({ auditId }: AuditSetup): Promise<AuditRow | null> => stage.store.audits.find(ACCOUNT, auditId);
  const rename = (from: string, to: string) =>
    stage.store.db.query(`alter table audit_traces rename column ${from} to ${to}`);

  it('of the night raises its alert also when the step that raises it failed before', async () => {
    damage('one');
    const setup = await begin(200, true);
    await compare(setup);
    await rename('audit_id', 'away');
    await expect(finish(setup)).rejects.toThrow();
    await rename('away', 'audit_id');
    await finish(setup);

    const alerts = stage.alerts.filter(({ event }) => event === 'audit.finished');
    expect(alerts).toMatchObject([{ fields: { report: setup.auditId, ours: 1 } }]);
    expect(await rowOf(setup)).toMatchObject({ state: 'completed' });
  });

  it.each([
    ['asked for by itself', 200],
    ['shown by a page', null],
  ])('finds nothing wrong with who is written while Brevo answers, %s', async (_, sample) => {
    const { email, customerId } = stage.person('other');
    const setup = await begin(sample);
    const asked = new Promise<void>((resolve) => {
      const single = `/v3/contacts/${encodeURIComponent(email)}`;
      // What it answers is what it has when it is asked.
      stage.sandbox.brevo.faults.add({
        ...{ kind: 'delay', ms: 4_000, times: 1 },
        match: ({ method, path }) => {
          const isMeant = method === 'GET' && path === (sample === null ? '/v3/contacts' : single);
          if (isMeant) resolve();
          return isMeant;
        },
      });
    });
    const compared = compare(setup);
    await asked;
    stage.happen({ do: 'updateCustomer', customerId, name: `renamed in ${String(sample)}` });
    await stage.sync();
    await compared;
    await finish(setup);

    const findings = await stage.store.audits.examples(ACCOUNT, setup.auditId, 10);
    expect(findings.filter(({ emailKey }) => emailKey === email)).toEqual([]);
    // A page's are asked for by themselves afterwards.
    expect(await rowOf(setup)).toMatchObject({ waiting: sample === null ? 0 : 1 });
    const [contact] = await stage.store.audits.contacts(ACCOUNT, [email]);
    expect(contact?.brevo?.lists).toEqual(stage.sandbox.brevo.state.contact(email)?.listIds);
  });

  const figures = async (setup: AuditSetup) => {
    await compare(setup);
    const { looked, waiting, differing, contacts } = (await rowOf(setup)) ?? fail();
    return { looked, waiting, differing, contacts, counts: await stage.store.audits.counts(ACCOUNT, setup.auditId) };
  };

  it('counts a contact once that two pages show', async () => {
    damage('third');
    const setup = await begin(null);
    const once = await figures(setup);
    // As if a page showed what an earlier one has shown, because others were deleted meanwhile.
    await stage.store.db.query('update audits set position = $3::jsonb where account = $1 and audit_id = $2', [
      ...[ACCOUNT, setup.auditId, JSON.stringify({ phase: 'pages', offset: 0 })],
    ]);

    expect(await figures(setup)).toEqual(once);
    expect(once).toMatchObject({ looked: once.contacts, waiting: 0 });
  });

  it('of a sample walks once from where it began, also past those whom Brevo does not know', async () => {
    stage.sandbox.brevo.people.remove(stage.person('fourth').email);
    const before = await figures(await begin(null));
    const sampled = await figures(await begin(200));

    expect(sampled).toEqual(before);
    expect(sampled).toMatchObject({ looked: sampled.contacts, waiting: 0 });
    expect(sampled.counts).toContainEqual({ kind: 'deleted', about: '', contacts: 1 });
  });
});
