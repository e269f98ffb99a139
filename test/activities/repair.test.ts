import { ACCOUNT } from '../support/connector';
import { type AuditStage, openAuditStage } from './audit/audit-stage';
import { BY_US } from './audit/planted';
import { fullRun } from './full-run';

/** What a repair leaves behind where it does not come to its end. */
describe('a repair', () => {
  let stage: AuditStage;
  const names = ['one', 'other', 'third', 'fourth'];

  beforeAll(async () => {
    stage = await openAuditStage();
    for (const name of names) stage.newcomer(name);
    await fullRun(stage);
  });
  afterAll(() => stage.end());
  afterEach(() => stage.sandbox.brevo.faults.clear());

  const emails = (): readonly string[] => names.map((name) => stage.person(name).email);
  /** Each of them has lost a value in Brevo that we sent. */
  const damage = (): void =>
    stage.edit(new Map(emails().map((email) => [email, BY_US['number-dropped']?.edit ?? fail])));
  const fail = (): never => {
    throw new Error('nothing of that name is planted');
  };
  const step = (report: string) =>
    stage.run((all) => all.repairContacts({ account: ACCOUNT, report, overwrite: false }));
  const published = async (): Promise<number> => stage.store.contacts.countPublished(ACCOUNT);
  const publish = () => stage.run((all) => all.publishSlice(ACCOUNT));
  const writing = { method: 'PUT', pathPrefix: '/v3/contacts/' } as const;

  it('that ends in the middle leaves whom it has not come to as they were published, and to be repaired', async () => {
    damage();
    const { report, status } = await stage.audit();
    const before = await published();
    // Somebody has looked at all of them since, and had nothing to write.
    await stage.store.contacts.mark(ACCOUNT, emails());
    expect(await publish()).toMatchObject({ written: 0, unchanged: 4 });
    stage.sandbox.brevo.faults.add({ kind: '5xx', match: writing, skip: 1 });

    const after = await step(report);

    expect(status.ours).toBe(4);
    expect(after).toMatchObject({ repaired: 1, refused: 0, superseded: 0, open: 3 });
    // Also those two that Brevo did not answer for: what was sent once more is what is remembered of them.
    expect(await published()).toBe(before);
    stage.sandbox.brevo.faults.clear();
    expect(await stage.repair(report)).toMatchObject({ repaired: 4, open: 0 });
    expect(await published()).toBe(before);
  });

  it('that Brevo refuses for one is refused for that one, who stays published', async () => {
    damage();
    const { report } = await stage.audit();
    const before = await published();
    const path = `/v3/contacts/${encodeURIComponent(stage.person('other').email)}`;
    const refusal = { code: 'invalid_parameter', message: 'no' };
    stage.sandbox.brevo.faults.add({
      ...{ kind: 'status', status: 400, body: refusal, match: { method: 'PUT', pathPrefix: path } },
    });

    expect(await stage.repair(report)).toMatchObject({ repaired: 3, refused: 1, superseded: 0, open: 0 });
    expect(await published()).toBe(before);
  });

  it('leaves open what is about to be looked at, until that was written, or has ended without a write', async () => {
    damage();
    const { report } = await stage.audit();
    const [unchanged = '', changed = ''] = emails();
    await stage.store.contacts.mark(ACCOUNT, [unchanged, changed]);

    expect(await stage.repair(report)).toMatchObject({ repaired: 2, superseded: 0, open: 2, done: true });
    await stage.store.db.query('update contacts set hash = null where account = $1 and email_key = $2', [
      ACCOUNT,
      changed,
    ]);
    expect(await publish()).toMatchObject({ written: 1, unchanged: 1 });
    expect(await stage.repair(report)).toMatchObject({ repaired: 3, superseded: 1, open: 0 });
    expect((await stage.audit()).found).toEqual({});
  });
});
