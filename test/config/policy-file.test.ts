import { parsePolicy, readPolicy } from '../../src/config/policy-file';

const TODAY = {
  csat: { waitMs: 1_000, satisfiedFrom: 4, dissatisfiedTo: 2 },
  campaigns: { upsell: { when: 'satisfied', delayMs: 0, send: { event: 'UPSELL' } } },
  limits: { frequencyCap: { perCustomer: 1, withinMs: 5_000 }, holdMs: 3_000 },
} as const;
const OPTIONS = { env: { EVENT: 'FROM_ENV' }, account: undefined };
const parse = (text: string) => parsePolicy(text, 'policy.yaml', OPTIONS);

describe('a policy file', () => {
  it('with some sections alone changes these and leaves the others as they are today', () => {
    const data = parse('hold: 3d\ncampaigns:\n  win-back: { when: dissatisfied, send: { event: "${EVENT}" } }\n');

    expect(readPolicy(data, TODAY)).toMatchObject({
      csat: TODAY.csat,
      campaigns: { 'win-back': { when: 'dissatisfied', send: { event: 'FROM_ENV' } } },
      limits: { frequencyCap: TODAY.limits.frequencyCap, holdMs: 3 * 86_400_000 },
    });
  });

  it('with a part of a section leaves the rest of it as it is today', () => {
    const scores = readPolicy(parse('csat: { satisfied_from: 5 }'), TODAY);
    const wait = readPolicy({ csat: { wait: '2d' } }, TODAY);
    const cap = readPolicy(parse('frequency_cap: { per_customer: 3 }'), TODAY);

    expect(scores.csat).toEqual({ ...TODAY.csat, satisfiedFrom: 5 });
    expect(wait.csat).toEqual({ ...TODAY.csat, waitMs: 2 * 86_400_000 });
    expect(cap.limits.frequencyCap).toEqual({ perCustomer: 3, withinMs: 5_000 });
    expect(() => readPolicy({ csat: { dissatisfied_to: 4 } }, TODAY)).toThrow(
      /dissatisfied_to is 4, but must be lower/,
    );
  });

  it('that is a whole tajo.yaml says everything: its defaults count, and without a cap there is none', () => {
    const data = parse('connectors:\n  gorgias:\n    csat: { satisfied_from: 5 }\n');

    expect(readPolicy(data, TODAY)).toEqual({
      csat: { waitMs: 7 * 86_400_000, satisfiedFrom: 5, dissatisfiedTo: 2 },
      campaigns: {},
      limits: { frequencyCap: null, holdMs: 7 * 86_400_000 },
    });
  });

  it.each<[string, string, RegExp]>([
    [
      'a misspelt key',
      'campaigns:\n  a: { wen: satisfied, send: { event: A } }',
      /policy\.yaml:2:8 .*nearest valid key is `when`/,
    ],
    ['no duration', 'csat:\n  wait: 3x', /policy\.yaml:2:9 csat\.wait must be a duration/],
    ['scores that cross', 'csat: { satisfied_from: 2 }', /csat\.dissatisfied_to is 2, but must be lower/],
    [
      'a section that is no part of it',
      'lists: {}',
      /policy\.yaml:1:1 lists is no part of a policy: write some of csat/,
    ],
    ['nothing in it', '', /There is no policy here/],
    ['no YAML in it', 'a: [', /policy\.yaml:1:/],
  ])('with %s is refused with line, column and what to write', (_case, text, sentence) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'config.invalid', message: expect.stringMatching(sentence) }),
    );
  });
});

describe('a policy that is asked for by the API', () => {
  it('with faults is refused with a sentence for each, which names its field', () => {
    const read = () => readPolicy({ hold: '3x', campaigns: { a: { when: 'never' } } }, TODAY);

    expect(read).toThrow(expect.objectContaining({ code: 'input.invalid', details: { field: 'policy.hold' } }));
    expect(read).toThrow(/hold must be a duration.*campaigns\.a\.when must be one of satisfied/);
  });

  it('never reads a variable of the server', () => {
    expect(() => readPolicy({ campaigns: { a: { when: 'satisfied', send: { event: '${PATH}' } } } }, TODAY)).toThrow(
      /PATH/,
    );
  });

  it('with `frequency_cap: null` has no cap', () => {
    expect(readPolicy({ frequency_cap: null }, TODAY).limits.frequencyCap).toBeNull();
  });
});
