import { setAsideSentence, setAsideWords } from '../../packages/sdk/contract/set-aside-words';
import { causeLines, retryHint, retryLines } from '../../packages/sdk/cli/output/quarantine';
import { amountOf } from '../../packages/sdk/cli/output/set-aside';
import { ALL_CAUSES, canRetry, causeText, needsPerson } from '../../src/domain/errors/quarantine-causes';

describe('what is set aside', () => {
  const cause = (name: string, held: boolean, records: number) =>
    ({
      cause: name,
      held,
      records,
      entries: records,
      firstAt: '2026-11-29T10:00:00Z',
      lastAt: '2026-11-29T10:00:00Z',
    }) as const;
  const noEmail = cause('no_email', false, 24);

  it('is counted as what it is: somebody without an address lacks no value, and waits for nobody', () => {
    expect(setAsideWords(noEmail)).toBe('no contact, nothing to do');
    expect(setAsideWords(cause('phone_clash', false, 1))).toBe('value left out');
    expect(setAsideWords(cause('brevo.rejected', true, 1))).toBe('waits');
    expect(setAsideSentence([])).toMatch(/^Nothing is set aside/);
    expect(setAsideSentence([noEmail])).toBe(
      'No record waits; nothing was left out; 24 people are no contacts, which needs nobody. Everything else went on.',
    );
    expect(
      setAsideSentence([cause('phone_clash', false, 8), cause('not_a_date', false, 6), cause('unreadable', true, 1)]),
    ).toBe(
      '1 record waits for something to be mended; something was left out 14 times (a record counts once for each cause). Everything else went on.',
    );
  });

  it.each([
    [true, 2, 2, '2 records'],
    [true, 1, 3, '1 record, 3 lines'],
    [false, 1, 1, '1 value'],
    [false, 2, 3, '3 values of 2 records'],
  ])(
    'is counted line by line as the list has it: held %s, %d records in %d lines are %s',
    (held, records, entries, words) => {
      const one = { ...cause('phone_clash', held, records), entries };

      expect(amountOf(one)).toBe(words);
      expect(causeLines({ account: 'a', causes: [one], records: [] })[0]).toContain(`${words}. `);
    },
  );

  it('is offered for a retry where that may help, and nowhere where nothing is to be done', () => {
    const passive = ALL_CAUSES.filter((name) => !needsPerson(name));
    const named = ALL_CAUSES.filter((name) => /\bretry this cause/.test(causeText(name)?.nextStep ?? ''));

    expect(named.filter((name) => !canRetry(name))).toEqual([]);
    expect(passive.filter((name) => canRetry(name))).toEqual(['excluded']);
    expect(canRetry('campaign_unknown')).toBe(false);
  });

  it('says at a terminal how, and of what comes by itself that it does', () => {
    const list = (...causes: ReturnType<typeof cause>[]) => ({ account: 'yourstore', causes, records: [] });
    const retried = { account: 'yourstore', dryRun: true, contacts: 1, records: 1, details: 0, events: 0, nextSync: 0 };

    expect(retryHint(list(noEmail))).toEqual([]);
    expect(retryHint(list(noEmail, cause('phone_clash', false, 1))).at(-1)).toMatch(/ retry --cause phone_clash$/);
    expect(retryLines({ ...retried, cause: 'phone_clash' }).at(-1)).toBe('Nothing was changed (dry run).');
    expect(retryLines({ ...retried, cause: 'brevo.unavailable' }).join(' ')).toContain(
      'Nothing is to be done: it is tried again by itself',
    );
  });
});
