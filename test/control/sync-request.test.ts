import { isServedBy, type SyncRequest } from '../../src/control/sync-request';
import type { FullSyncInput } from '../../src/workflows/messages';

type Options = Omit<FullSyncInput, 'account'>;
const serves = (running: Omit<SyncRequest, 'account'>, wanted: Options): boolean =>
  isServedBy({ account: 'yourstore', ...wanted }, { account: 'yourstore', ...running });

describe('a run that is under way', () => {
  it.each<[string, Omit<SyncRequest, 'account'>, Options]>([
    ['nothing is named on either side', {}, {}],
    [
      'both name the same',
      { resources: ['tags', 'tickets'], since: '2024-01-01' },
      { resources: ['tickets', 'tags'], since: '2024-01-01T00:00:00Z' },
    ],
    ['both are dry runs', { dryRun: true }, { dryRun: true }],
    ['only the size of its pages is its own', { batchSize: 20 }, {}],
    ['the usual size of a page is named', {}, { batchSize: 100, dryRun: false }],
    ['it was typed by hand with nulls', { resources: null, since: null, batchSize: null, dryRun: null }, {}],
  ])('serves another caller when %s', (_when, running, wanted) => {
    expect(serves(running, wanted)).toBe(true);
  });

  it.each<[string, Omit<SyncRequest, 'account'>, Options]>([
    ['it writes nothing', { dryRun: true }, {}],
    ['nothing is to be written', {}, { dryRun: true }],
    ['it reads some resources only', { resources: ['tags'] }, {}],
    ['some resources only are wanted', {}, { resources: ['tags'] }],
    ['it reads less far back', { since: '2024-01-02' }, { since: '2024-01-01' }],
    ['it reads from a date on', { since: '2024-01-02' }, {}],
    ['other pages are wanted', {}, { batchSize: 30 }],
  ])('does not when %s', (_when, running, wanted) => {
    expect(serves(running, wanted)).toBe(false);
  });
});
