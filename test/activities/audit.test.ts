import type { BrevoContact } from '../../packages/sandbox/brevo/model';
import { DIFFERENCES } from '../../src/domain/audit/differences';
import { ACCOUNT } from '../support/connector';
import { type Audited, type AuditStage, COLOUR, openAuditStage } from './audit/audit-stage';
import { BY_OTHERS, BY_US, NO_DIFFERENCE, type Planted } from './audit/planted';
import { fullRun } from './full-run';

const PLANTED: Readonly<Record<string, Planted>> = { ...BY_OTHERS, ...BY_US, ...NO_DIFFERENCE };
const ALSO = [
  'deleted',
  'merged',
  'readdressed',
  'stale',
  'nobodys',
  'never-written',
  'waiting',
  'mixed',
  'not-cleared',
];

interface Consent extends Pick<BrevoContact, 'emailBlacklisted' | 'listIds'> {
  readonly listUnsubscribed: readonly number[];
}

const unsubscribed = (contact: BrevoContact): BrevoContact => ({ ...contact, listUnsubscribed: [35, 36, 38] });
const blocklisted = (contact: BrevoContact): BrevoContact => ({ ...contact, emailBlacklisted: true });

/** One shop, in which everything happens in turn (spec 16). */
describe('an audit of all contacts', () => {
  let stage: AuditStage;
  let baseline: Audited;
  let early: Audited;
  let first: Audited;
  let repaired: Audited;
  let overwritten: Audited;
  /** Of somebody who was taken off a list in Brevo, after a repair of what we caused. */
  let leftAlone: string;
  /** People who said no, with what Brevo had of them then: before the report, and between the report and its repair. */
  const noes = new Map<string, Consent>();

  beforeAll(async () => {
    stage = await openAuditStage();
    for (const [name, { isOpen = false, unscored = false }] of Object.entries(PLANTED))
      stage.newcomer(name, { isOpen, score: unscored ? null : 5 });
    for (const name of ALSO) stage.newcomer(name);
    await fullRun(stage);
    await stage.phones();
    await stage.sync();
    baseline = await stage.audit();
    await loseOneValue();
    await rewrite();
    await plant();
    first = await stage.audit();
    sayNo(['blocklisted', 'blocked-and-off', 'unsubscribed', 'gone-by-word'], (contact) => contact);
    sayNo(['not-joined', 'text-dropped'], unsubscribed);
    sayNo(['tag-not-joined', 'number-dropped'], blocklisted);
    await stage.repair(first.report);
    await settled();
    repaired = await stage.audit();
    // Came back to Brevo by themselves, and left the list.
    stage.sandbox.brevo.people.unsubscribe(stage.person('deleted').email, 35);
    sayNo(['list-left', 'score-list-left', 'text-changed', 'deleted'], unsubscribed);
    sayNo(['tag-list-left', 'number-changed'], blocklisted);
    leftAlone = await stage.why('open-list-left');
    await stage.repair(repaired.report, true);
    await settled();
    overwritten = await stage.audit();
  });
  afterAll(() => stage.end());

  function sayNo(names: readonly string[], how: (contact: BrevoContact) => BrevoContact): void {
    const emails = new Map(names.map((name) => [stage.person(name).email, how]));
    stage.edit(emails);
    for (const email of emails.keys()) noes.set(email, consentOf(email));
  }

  function consentOf(email: string): Consent {
    const contact = stage.sandbox.brevo.state.contact(email);
    if (contact === null) return fail();
    const { emailBlacklisted, listUnsubscribed, listIds } = contact;
    return { emailBlacklisted, listUnsubscribed: [...(listUnsubscribed ?? [])].sort(), listIds };
  }

  /** Found by an audit, and not repaired: it stays what it was called then, whatever somebody does to the rest of the contact. */
  async function loseOneValue(): Promise<void> {
    const { email, customerId } = stage.person('mixed');
    stage.happen({ do: 'updateCustomer', customerId, name: 'mixed again' });
    await stage.sync();
    stage.edit(new Map([[email, BY_US['text-dropped']?.edit ?? fail]]));
    early = await stage.audit();
  }

  /** After it was compared: changed in Gorgias, and written again. `unseen` was never in Brevo when anybody looked. */
  async function rewrite(): Promise<void> {
    for (const name of [...Object.keys(BY_US), 'not-cleared'])
      stage.happen({ do: 'updateCustomer', customerId: stage.person(name).customerId, name: `${name} again` });
    stage.happen({
      do: 'setCustomField',
      customerId: stage.person('not-cleared').customerId,
      fieldId: COLOUR,
      value: null,
    });
    stage.newcomer('unseen');
    await stage.sync();
    await settled();
  }

  async function plant(): Promise<void> {
    const { sandbox, store } = stage;
    const { brevo } = sandbox;
    const edits = new Map(
      Object.entries(PLANTED).flatMap(([name, { edit }]) =>
        edit === undefined ? [] : [[stage.person(name).email, edit] as const],
      ),
    );
    const valuesOf = (name: string) => brevo.state.contact(stage.person(name).email)?.attributes ?? {};
    edits.set(stage.person('mixed').email, BY_OTHERS['number-changed']?.edit ?? fail);
    edits.set(stage.person('not-cleared').email, (contact) => ({
      ...contact,
      attributes: { ...contact.attributes, COLOUR: 'green' },
    }));
    edits.set(stage.person('readdressed').email, (contact) => ({ ...contact, email: 'moved@customer.example.com' }));
    const mergedId = valuesOf('merged')['GORGIAS_ID'] ?? '';
    stage.edit(edits);
    for (const name of ['deleted', 'merged', 'unseen']) brevo.people.remove(stage.person(name).email);
    // Strangers: one into whom somebody was merged, one of another shop, and one who is nobody's business.
    for (const email of ['survivor', 'elsewhere', 'reader']) brevo.people.unsubscribe(`${email}@other.example.com`, 2);
    const give = (email: string, id: string) =>
      [email, (contact: never) => ({ ...(contact as object), attributes: { GORGIAS_ID: id } })] as never;
    stage.edit(
      new Map([give('survivor@other.example.com', String(mergedId)), give('elsewhere@other.example.com', '999999903')]),
    );
    const { db } = store;
    const key = (name: string) => [ACCOUNT, stage.person(name).email];
    await db.query('update customers set name = $3 where account = $1 and email_key = $2', [...key('stale'), 'Stale']);
    await db.query('update customers set deleted_at = now() where account = $1 and email_key = $2', key('nobodys'));
    const [notCleared, colour] = [key('not-cleared'), 'COLOUR'];
    const SENT = 'update contacts set sent = array_append(sent, $3) where account = $1 and email_key = $2';
    await db.query(SENT, [...notCleared, colour]);
    await db.query('update contacts set hash = null where account = $1 and email_key = $2', key('never-written'));
    stage.happen({
      do: 'updateCustomer',
      customerId: stage.person('waiting').customerId,
      note: 'is about to be written',
    });
    await store.contacts.mark(ACCOUNT, [stage.person('waiting').email]);
    // The account itself: an attribute that is gone, one of another type, and a list that is gone.
    const snapshot = brevo.state.snapshot();
    const attributes = snapshot.attributes
      .filter(({ name }) => name !== 'LANG')
      .map((one) => (one.name === 'NOTE' ? { ...one, type: 'date' } : one));
    brevo.state.restore({ ...snapshot, attributes });
    brevo.people.deleteList(41);
  }

  /** What went by import is confirmed, and what was due is written. */
  async function settled(): Promise<void> {
    const { contacts, imports } = stage.store;
    const isLeft = async (): Promise<boolean> => {
      const { due, importing } = await contacts.countDue(ACCOUNT);
      return due + importing + (await imports.countRunning(ACCOUNT)).running > 0;
    };
    while (await isLeft()) await stage.run((all) => all.publishSlice(ACCOUNT));
  }

  const OF_ALL = {
    '': ['attribute_gone LANG', 'attribute_type NOTE', 'list_gone list 41', 'stranger'],
    deleted: ['deleted'],
    merged: ['merged'],
    readdressed: ['readdressed'],
    unseen: ['missing'],
    nobodys: ['nobodys'],
    stale: ['stale'],
    'never-written': ['never_written'],
    mixed: ['changed TICKET_COUNT', 'dropped FIRSTNAME'],
    'not-cleared': ['not_cleared COLOUR'],
  };
  const differing = (planted: Readonly<Record<string, Planted>>): Record<string, readonly string[]> =>
    Object.fromEntries(
      Object.entries(planted).flatMap(([name, { found }]) => (found.length > 0 ? [[name, found]] : [])),
    );

  const fail = (): never => {
    throw new Error('nothing of that name is planted');
  };

  it('finds nothing in a Brevo that is as it should be', () => {
    expect(baseline.found).toEqual({});
    expect(early.found).toEqual({ mixed: ['dropped FIRSTNAME'] });
    expect(baseline.status.looked).toBeGreaterThan(50);
  });

  it('puts each of fifty planted differences into its class, and finds none more', () => {
    expect(first.found).toEqual({ ...OF_ALL, ...differing(BY_OTHERS), ...differing(BY_US) });
    expect(Object.values(first.found).flat().length).toBeGreaterThanOrEqual(50);
  });

  it('leaves nothing of our own after a repair, and what others have changed as they left it', () => {
    const ours = repaired.findings.filter(({ kind }) => DIFFERENCES[kind].by === 'us');
    const others = (audited: Audited): readonly string[] =>
      audited.findings
        .filter(({ kind }) => DIFFERENCES[kind].by === 'others' && kind !== 'blocklisted' && kind !== 'unsubscribed')
        .map(({ emailKey, kind, about }) => `${emailKey} ${kind} ${about}`)
        .sort();

    expect(ours).toEqual([]);
    expect(others(repaired)).toEqual(others(first));
  });

  it('leaves only what nobody may write after a repair that overwrites', () => {
    expect(overwritten.findings.filter(({ kind }) => DIFFERENCES[kind].repair !== 'never')).toEqual([]);
  });

  it('puts nobody back who said no, before the report or after it, whichever repair is asked for', () => {
    expect(noes.size).toBe(14);
    for (const [email, then] of noes) {
      const { listIds, ...said } = consentOf(email);
      const { listIds: listsThen, ...saidThen } = then;
      expect({ email, ...said }).toEqual({ email, ...saidThen });
      const joined = listIds.filter((list) => !listsThen.includes(list));
      expect({
        email,
        joined: joined.filter((list) => said.emailBlacklisted || said.listUnsubscribed.includes(list)),
      }).toEqual({
        ...{ email, joined: [] },
      });
    }
    // They are not passed over: what is no list is repaired of them too.
    expect(
      stage.sandbox.brevo.state.contact(stage.person('text-dropped').email)?.attributes['FIRSTNAME'],
    ).toBeDefined();
    const bodies = stage.sandbox.brevo.journal.requests().map(({ body }) => JSON.stringify(body ?? null));
    expect(bodies.filter((body) => /"(?:email|sms)Blacklisted"|"forceMerge"/.test(body))).toHaveLength(0);
  });

  it('is told by why, each difference once, and nobody is as Brevo was told whom it does not have like that', async () => {
    expect(await stage.why('text-dropped')).toMatch(
      /Audit of [^;]* does not have \(FIRSTNAME\)[^;]*; it was repaired on /,
    );
    expect(leftAlone).not.toContain('is as Brevo was told');
    expect(leftAlone).toContain('and does not have it like that any more: the last audit of it says what differs.');
    expect(leftAlone.match(/Audit of /g)).toHaveLength(1);
    expect(leftAlone).toMatch(/taken off a list in Brevo \(list 39\), found by 2 audits; it was left so\./);
    expect(leftAlone).toContain(', 38 (List 38), put on list 39 (List 39), and not on it any more in Brevo ');
    expect(await stage.why('open-list-left')).toMatch(/is as Brevo was told\..* on lists? [^.]*39/);
  });
});
