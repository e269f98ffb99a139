import { ApplicationFailure } from '@temporalio/workflow';
import { readSyncInput } from '../../src/workflows/input';

describe('the input of a sync, typed by hand', () => {
  it('with an account alone is enough', () => {
    expect(readSyncInput({ account: 'yourstore' })).toEqual({ account: 'yourstore' });
  });

  it('with every field keeps them all', () => {
    const input = { account: 'a', resources: ['customers'], since: '2024-01-01', batchSize: 30, dryRun: true };

    expect(readSyncInput(input)).toEqual(input);
  });

  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /object like/],
    ['a text', 'yourstore', /object like/],
    ['a list', ['yourstore'], /object like/],
    ['no account', {}, /account must be the subdomain/],
    ['a whole domain', { account: 'yourstore.gorgias.com' }, /account must be the subdomain/],
    ['a crafted account', { account: 'evil.com/?' }, /account must be the subdomain/],
    ['capitals', { account: 'YourStore' }, /account must be the subdomain/],
    ['an unknown field', { account: 'a', acount: 'b' }, /acount is not a field/],
    ['an unknown resource', { account: 'a', resources: ['orders'] }, /resources: orders is not one of/],
    ['no resource', { account: 'a', resources: [] }, /resources must be a list/],
    ['a wrong date', { account: 'a', since: 'yesterday' }, /since must be a date/],
    ['a page of 101 rows', { account: 'a', batchSize: 101 }, /batchSize must be a whole number/],
    ['half a row', { account: 'a', batchSize: 0.5 }, /batchSize must be a whole number/],
    ['a worded flag', { account: 'a', dryRun: 'yes' }, /dryRun must be true or false/],
  ])('with %s fails at once, for good, with a sentence that names the field', (_case, input, sentence) => {
    const read = (): unknown => readSyncInput(input);

    expect(read).toThrow(ApplicationFailure);
    expect(read).toThrow(
      expect.objectContaining({ type: 'input.invalid', nonRetryable: true, message: expect.stringMatching(sentence) }),
    );
  });
});
