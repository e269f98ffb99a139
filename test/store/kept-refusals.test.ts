import type { Store } from '../../src/store/types';
import { openTestStore } from './stores';

const account = 'mystore';

describe('consent as it is kept', () => {
  let store: Store;
  let close = (): Promise<void> => Promise.resolve();
  beforeAll(async () => {
    const opened = await openTestStore();
    store = opened.store;
    close = () => opened.close();
  });
  afterAll(() => close());

  test('what a contact had said that Brevo has no more stands for the one that is made anew, until that one says no itself', async () => {
    const emailKey = 'refused@x.com';
    const first = { emailKey, id: 5, blacklisted: true, unsubscribed: [36], lists: [35] };
    const anew = { ...first, id: 9, blacklisted: false, unsubscribed: [], lists: [] };
    const unread = { ...anew, blacklisted: true, consentUnknown: true };
    const saved = async (row: typeof first & { readonly consentUnknown?: boolean }) =>
      (await store.contacts.saveBrevoState(account, [row]))[0];
    const refused = { blacklisted: true, unsubscribed: [36], wasDeleted: true };
    await saved(first);

    expect(await saved(anew)).toMatchObject(refused);
    await saved(unread);
    expect(await saved(anew)).toMatchObject(refused);
    expect(await saved({ ...anew, id: 11 })).toMatchObject(refused);
    await saved({ ...anew, id: 11, blacklisted: true, unsubscribed: [36] });
    expect(await saved({ ...anew, id: 11 })).toEqual({ ...anew, id: 11 });
    // Of a contact whose id stays its own word counts, as ever.
    await store.contacts.mark(account, [emailKey]);
    expect(await store.contacts.dueOf(account, [emailKey])).toMatchObject([{ brevo: { blacklisted: false } }]);
  });

  test('what a contact had said stands when Brevo answers that it has none, whatever id the next one gets', async () => {
    const row = { emailKey: 'gone@x.com', id: 5, blacklisted: true, unsubscribed: [], lists: [] };
    expect(await store.contacts.deletedInBrevo(account, row.emailKey)).toBeNull();
    await store.contacts.saveBrevoState(account, [row]);

    expect(await store.contacts.deletedInBrevo(account, row.emailKey)).toMatchObject({ blacklisted: true });
    const [again] = await store.contacts.saveBrevoState(account, [{ ...row, blacklisted: false }]);
    expect(again).toMatchObject({ blacklisted: true, wasDeleted: true });
  });
});
