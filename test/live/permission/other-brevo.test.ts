import { differencesBetween } from '../../support/compare';
import { ACCOUNT } from '../../support/connector';
import { useOwnHarness } from '../../support/own-harness';
import { timestampOf } from '../../../src/domain/timestamp';

const NEW_KEY = 'xkeysib-another-account';

/** What is kept belongs to an account of the vendor (design D17, case A10). */
describe('when the key of another Brevo account is put in', () => {
  const openHarness = useOwnHarness();

  it('the new account equals the mapping after a full sync, no list of the old one is named, and nothing old is told', async () => {
    const harness = await openHarness();
    const { sandbox, connector } = harness;
    const startedAt = Date.now();
    await harness.run();
    expect(harness.differences()).toEqual([]);
    const person = [...sandbox.world.customers.values()].find(({ email }) => email !== null);
    await connector.store.outbox.intend(ACCOUNT, [
      {
        ...{ key: `${ACCOUNT}/customer/1/created/1`, ticketId: null, customerId: person?.id ?? null, params: {} },
        ...{ emailKey: person?.email ?? '', name: 'SUPPORT_CUSTOMER_CREATED', happenedAt: timestampOf(new Date()) },
      },
    ]);

    const other = sandbox.brevo.addAccount({ apiKey: NEW_KEY, name: 'other', limits: 'off', importDelayMs: 100 });
    await connector.control.rotateKey(ACCOUNT, { brevoApiKey: NEW_KEY });
    const since = sandbox.brevo.journal.total;
    await harness.run();

    // Who is blocklisted, or has left a list, in the old account has said so to that one only.
    const { world, acquaintances } = sandbox;
    const nobody = { ...acquaintances, blocklisted: null, unsubscribed: null, phoneHolder: null };
    expect(differencesBetween({ world, contacts: other.state.contacts(), acquaintances: nobody }, startedAt)).toEqual(
      [],
    );
    expect(new Set(sandbox.brevo.journal.requests({ sinceSeq: since }).map(({ account }) => account))).toEqual(
      new Set(['other']),
    );
    expect(await connector.store.outbox.find(ACCOUNT, `${ACCOUNT}/customer/1/created/1`)).toMatchObject({
      ...{ state: 'given_up', reason: 'it was meant for the Brevo account that was connected before' },
    });
    expect(other.state.events()).toEqual([]);
    expect(connector.logs()).toContain('account.brevo_changed');
  });

  it('of the same account, nothing is written again', async () => {
    const harness = await openHarness();
    const { sandbox, connector } = harness;
    await harness.run();
    sandbox.brevo.setApiKey('xkeysib-new-key-of-the-same');
    await connector.control.rotateKey(ACCOUNT, { brevoApiKey: 'xkeysib-new-key-of-the-same' });
    const changes = sandbox.brevo.state.effectiveChanges();
    expect(await harness.run()).toMatchObject({ published: 0 });
    expect(sandbox.brevo.state.effectiveChanges()).toBe(changes);
  });
});
