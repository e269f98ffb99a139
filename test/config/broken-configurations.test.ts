import { isConnectorError } from '../../src/domain/errors/connector-error';
import { checkConfig, parseConfig } from '../../src/config/parse-config';
import { BROKEN_ALONE, type Broken, DOMAINS, KEY, MARK } from './broken-alone';
import { SLIPS } from './broken-slips';
import { BROKEN_TOGETHER } from './broken-together';
import { fileOf } from './spec-file';

/** A key that is like none of its group: the nearest would be a riddle. */
const FAR_KEYS: readonly Broken[] = [
  {
    what: 'a tag among the lists',
    lines: 'lists: { §vip: 38 }',
    words: [
      'lists.vip is not a setting: valid keys are `all_support_contacts`, `satisfied_customers`, `dissatisfied_customers`, `open_support`; the list of a tag is set below `tags.lists`, by the name of the tag.',
    ],
  },
  { what: 'a tag beside its lists', lines: 'tags: { §vip: 38 }', words: ['`folder`; the list of a tag is set below'] },
  { what: 'a misspelled list', lines: 'lists: { §open_suport: 38 }', words: ['nearest valid key is `open_support`'] },
  {
    what: 'a key like none',
    lines: '§colour: 1',
    words: ['colour is not a setting: valid keys are `enabled`', ', … (all of them: docs/configuration.md).'],
  },
];

/** Lines that begin in no column of the lines above them, as the parser tells them and as they are meant. */
const WRONG_INDENTS: readonly Broken[] = [
  {
    what: 'a line one space too far in, below a value',
    lines: 'schedule:\n  every: 1m\n   §sweep: 24h',
    words: ['This line begins with 7 spaces, and no line above it does: begin it with 6, like'],
  },
  {
    what: 'a line too far in, below a quoted value',
    lines: 'schedule:\n  every: "1m"\n    §sweep: 24h',
    words: ['begins with 8 spaces', 'begin it with 6, like'],
  },
  {
    what: 'a line between two columns',
    lines: 'schedule:\n  every: 1m\n §csat: 1',
    words: ['begins with 5 spaces', 'begin it with 6 or 4, like'],
  },
  {
    what: 'a second campaign one space too far in',
    lines: 'campaigns:\n  one:\n    when: satisfied\n     §delay: 1h\n  two:\n    when: dissatisfied',
    words: ['begins with 9 spaces', 'begin it with 8, like'],
  },
  {
    what: 'a section too far out, told where it stands and once',
    file: 'connectors:\n  gorgias:\n    domain: yourstore.gorgias.com\n§campaigns:\n      one:\n        when: satisfied\n    hold: 7d\n    debug: true\n',
    words: [
      'begins with no space, which ends what begins with 4 spaces above it, but line 7 goes on with 4 spaces: begin this one with 4, too',
    ],
  },
  {
    what: 'a line too far in, in the column of lines that have ended',
    lines: 'schedule:\n  every: 1m\nhold: 7d\n  §enabled: true',
    words: ['begins with 6 spaces, and what began with 6 has ended above it: begin it with 4, like'],
  },
  {
    what: 'a key without its colon',
    lines: '§schedule\n  every: 1m',
    words: ['the line above probably lacks its colon'],
  },
];

const BROKEN: readonly Broken[] = [...BROKEN_ALONE, ...BROKEN_TOGETHER, ...FAR_KEYS, ...WRONG_INDENTS, ...SLIPS];

interface Place {
  readonly line: number;
  readonly column: number;
}

function placesOf(marked: string): readonly Place[] {
  return marked.split('\n').flatMap((line, index) => {
    const parts = line.split(MARK);
    return parts.slice(1).map((_, part) => ({ line: index + 1, column: parts.slice(0, part + 1).join('').length + 1 }));
  });
}

describe('a broken configuration is refused with a sentence at its place:', () => {
  test.each(BROKEN.map((broken) => [broken.what, broken] as const))('%s', (_, { lines, file, words, env }) => {
    const marked = file ?? fileOf(lines ?? '');

    const { config, problems: faults } = checkConfig(marked.replaceAll(MARK, ''), env ?? {});

    const text = faults.map(({ sentence }) => sentence).join('\n');
    for (const word of words) expect(text).toContain(word);
    expect(text).not.toContain(KEY);
    expect(text).not.toContain('hunter2');
    expect(config).toBeNull();
    expect(faults.map(({ line, column }) => ({ line, column }))).toEqual(placesOf(marked));
  });

  test.each(DOMAINS.map((domain) => [JSON.stringify(domain), domain]))('domain %s', (_, domain) => {
    const { problems: faults } = checkConfig(fileOf('', `domain: ${JSON.stringify(domain)}`), {});

    expect(faults.map(({ line, column }) => `${line}:${column}`)).toEqual(['3:13']);
    expect(faults[0]?.sentence).toMatch(/^domain must be your full Gorgias domain.*such as yourstore\.gorgias\.com/);
  });
});

test('all faults of a file are told at once, in its order, even those between settings that are right one by one', () => {
  const marked = fileOf(
    `§api_key: abc
§synk: {}
lists: { all_support_contacts: §-1, satisfied_customers: 5, dissatisfied_customers: §5 }
field_mapping: { name: FIRSTNAME, id: §FIRSTNAME, note: §lower }
csat: { satisfied_from: 2, dissatisfied_to: §3, wait: §7 days }
rate: { §burst: 5 }
campaigns: { §a: {}, c: { when: §happy, send: { event: §"a b" } }, d: §5 }
tags: { folder: §"\${NOPE}" }`,
    'domain: §yourstore',
  );

  const { problems: faults } = checkConfig(marked.replaceAll(MARK, ''), {});

  expect(faults.map(({ line, column }) => ({ line, column }))).toEqual(placesOf(marked));
});

test('a fault in one setting is not told again by what depends on it', () => {
  const { problems: faults } = checkConfig(
    fileOf('rate: { burst: none, reserve: 50 }\ncsat: { satisfied_from: x, dissatisfied_to: 4 }'),
    {},
  );

  expect(faults.map(({ path }) => path)).toEqual([
    'connectors.gorgias.rate.burst',
    'connectors.gorgias.csat.satisfied_from',
  ]);
});

test('the error names the file, the place of each fault and the first setting, and has no stack in its words', () => {
  let thrown: unknown;
  try {
    parseConfig(fileOf('hold: soon\nlog_level: loud'), 'tajo.yaml', {});
  } catch (error) {
    thrown = error;
  }

  if (!isConnectorError(thrown, 'config.invalid')) throw new Error('expected config.invalid');
  expect(thrown.details.field).toBe('connectors.gorgias.hold');
  expect(thrown.message.split('\n')).toEqual([
    'tajo.yaml has 2 faults:',
    expect.stringMatching(/^ {2}tajo\.yaml:4:11 hold must be a duration/),
    expect.stringMatching(/^ {2}tajo\.yaml:5:16 log_level must be one of/),
  ]);
});

test('two hundred faults are counted, and the first fifty are shown', () => {
  const lines = Array.from({ length: 200 }, (_, index) => `key${index}: 1`).join('\n');

  expect(() => parseConfig(fileOf(lines), 'tajo.yaml', {})).toThrow(/has 200 faults:[^]*… and 150 more$/);
});

test('an alias bomb is refused at each alias, without being unfolded', () => {
  const letters = Array.from('abcdefghijklmnopqrst');
  const nine = (name: string): string => Array.from({ length: 9 }, () => `*${name}`).join(', ');
  const bomb = letters.map((name, index) => `${name}: &${name} [${index === 0 ? 'x' : nine(letters[index - 1]!)}]`);

  const startedAt = performance.now();
  const { problems: faults } = checkConfig(
    fileOf(`tags:\n  lists:\n${bomb.map((line) => `    ${line}`).join('\n')}`),
    {},
  );

  expect(faults.filter(({ sentence }) => sentence.includes('is an alias'))).toHaveLength(9 * 19);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
