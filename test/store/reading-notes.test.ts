import type { ReadingNotes } from '../../src/domain/records';
import { keepReadingNotes } from '../../src/activities/reading-notes';
import { openTestStore, type OpenedStore } from './stores';

const ACCOUNT = 'shop';

describe('what could not be read of records', () => {
  let opened: OpenedStore;
  const logged: string[] = [];
  beforeAll(async () => {
    opened = await openTestStore();
  });
  afterAll(() => opened.close());

  const keep = (notes: Partial<ReadingNotes>): Promise<void> => {
    const log = { info: () => undefined, warn: (event: string) => void logged.push(event), error: () => undefined };
    const fields = ['record', 'id', 'tags', 'channel'];
    return keepReadingNotes(
      { quarantine: opened.store.quarantine, log },
      ACCOUNT,
    )({ kind: 'ticket', fields, ids: [], odd: [], ...notes });
  };
  const kept = async (): Promise<readonly string[]> =>
    (await opened.store.quarantine.list(ACCOUNT, { limit: 50 })).map(
      ({ kind, key, cause, detail = '', times }) => `${kind} ${key} ${cause} ${detail} ×${String(times)}`,
    );
  const odd = (id: number | null, field: string, lost = false) => ({ id, field, reason: 'null', lost });

  it('is kept by record and field, and goes when the same fields are read whole', async () => {
    await keep({ ids: [1, 2, 3], odd: [odd(1, 'tags.0.name'), odd(2, 'status', true), odd(null, 'id', true)] });
    await keep({ ids: [4], odd: [odd(4, 'channel')] });

    expect([...(await kept())].sort()).toEqual([
      'ticket 1 unreadable_field tags.0.name: null ×1',
      'ticket 2 unreadable status: null ×1',
      'ticket 4 unreadable_field channel: null ×1',
      'ticket unknown unreadable id: null ×1',
    ]);
    expect(logged).toEqual(['rows.unreadable']);

    await keep({ ids: [1, 4], odd: [odd(4, 'channel')] });

    expect(await kept()).not.toContain('ticket 1 unreadable_field tags.0.name: null ×1');
    expect(await kept()).toContain('ticket 4 unreadable_field channel: null ×2');
  });

  it('stays where a reading did not look, and in records of another kind', async () => {
    const fields = ['record', 'id', 'channels'];
    await keep({ kind: 'customer', fields, ids: [9], odd: [odd(9, 'channels.0.type')] });
    await keep({ kind: 'customer', fields: ['record', 'id', 'email'], ids: [9] });
    await keep({ kind: 'ticket', fields, ids: [9] });

    expect(await kept()).toContain('customer 9 unreadable_field channels.0.type: null ×1');

    await keep({ kind: 'customer', fields, ids: [9] });

    expect(await kept()).not.toContain('customer 9 unreadable_field channels.0.type: null ×1');
  });
});
