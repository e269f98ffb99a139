import fc from 'fast-check';
import { stringify } from 'yaml';
import { describeConfig } from '../../src/config/file/describe-config';
import { formatDuration, MAX_DURATION_MS, parseDuration } from '../../src/config/settings/duration';
import { checkConfig, parseConfig } from '../../src/config/parse-config';
import { SETTINGS } from '../../src/config/settings/setting-index';
import { SPEC_FILE } from './spec-file';

const SLOWEST_MS = 50;

/** Runs the check, and once more if it was slow: only the work may count, not a pause of the machine. */
function checkInTime(text: string): ReturnType<typeof checkConfig> {
  for (let attempt = 1; ; attempt += 1) {
    const startedAt = process.cpuUsage();
    const checked = checkConfig(text, { A: 'a' });
    const { user, system } = process.cpuUsage(startedAt);
    if ((user + system) / 1_000 < SLOWEST_MS) return checked;
    if (attempt === 5) throw new Error(`took more than ${SLOWEST_MS} ms five times`);
  }
}

function expectSane(text: string): void {
  const { config, problems: faults } = checkInTime(text);

  expect(config === null).toBe(faults.length > 0);
  const lines = text.split('\n').length;
  const unplaced = faults.filter(
    ({ line, column, sentence }) => line < 1 || line > lines + 1 || column < 1 || sentence.trim() === '',
  );
  expect(unplaced).toEqual([]);
}

const piece = fc.constantFrom(
  ...[
    'connectors:',
    'gorgias:',
    'domain:',
    'sync',
    'lists: ',
    ': ',
    '- ',
    '\n',
    '\n    ',
    '\t',
    '{',
    '}',
    '[',
    ']',
    ',',
    '#',
  ],
  ...[
    '"',
    "'",
    '|',
    '>',
    '&a ',
    '*a',
    '!!x ',
    '? ',
    '---\n',
    '%YAML',
    '${',
    '${A}',
    '$$',
    '__proto__: ',
    '<<: *a',
    '\0',
    '\uD800',
    'é',
    '9',
  ],
);

beforeAll(() => {
  // The first parse compiles; what is measured afterwards is the work.
  checkConfig(SPEC_FILE, {});
});

describe('whatever is in the file, the answer is a configuration or faults with places, within 50 ms:', () => {
  test('any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), expectSane), { numRuns: 300 });
  });

  test('pieces of YAML in any order', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
        expectSane,
      ),
      { numRuns: 500 },
    );
  });

  test('the specification’s file with a stretch replaced', () => {
    const edit = fc.tuple(fc.nat(SPEC_FILE.length), fc.nat(40), fc.array(piece, { maxLength: 5 }));
    fc.assert(
      fc.property(edit, ([at, length, pieces]) => {
        expectSane(SPEC_FILE.slice(0, at) + pieces.join('') + SPEC_FILE.slice(at + length));
      }),
      { numRuns: 300 },
    );
  });

  test('any value at the place of any setting', () => {
    const path = fc.constantFrom(...SETTINGS.map((setting) => setting.path));
    fc.assert(
      fc.property(path, fc.integer({ min: 0, max: 4 }), fc.jsonValue({ maxDepth: 3 }), (keys, cut, value) => {
        const nested = keys
          .slice(0, keys.length - Math.min(cut, keys.length - 1))
          .reduceRight<unknown>((inner, key) => ({ [key === '*' ? 'any' : key]: inner }), value);
        expectSane(stringify(nested));
      }),
      { numRuns: 300 },
    );
  });
});

test('a configuration that is printed and read again is the same, for any right values', () => {
  const outcome = fc.constantFrom('satisfied', 'neutral', 'dissatisfied', 'no_answer', 'no_survey');
  const listId = fc.integer({ min: 1_000, max: 2_000_000 });
  const seconds = fc.integer({ min: 5, max: 300_000_000 }).map((count) => `${count}s`);
  const gorgias = fc.record(
    {
      enabled: fc.boolean(),
      tags: fc.record({
        lists: fc.dictionary(fc.string({ unit: 'grapheme' }), listId),
        folder: fc
          .string({ unit: 'grapheme', minLength: 1, maxLength: 50 })
          .map((text) => `x${text.replaceAll('$', '$$$$')}x`),
      }),
      csat: fc.record({ wait: seconds }, { requiredKeys: [] }),
      campaigns: fc.dictionary(
        fc.stringMatching(/^[a-z][a-z-]{0,20}$/),
        fc.record({
          when: outcome,
          delay: seconds,
          expires: seconds,
          send: fc.record({ template_id: fc.integer({ min: 1 }) }),
        }),
      ),
      schedule: fc.record({ every: seconds }),
      phone_country: fc.constantFrom('NL', 'no', 'GB'),
      exclude: fc.array(
        fc.stringMatching(/^[a-z*$'#:-]{1,20}@[a-z.*]{0,10}x$/).map((text) => text.replaceAll('$', '$$$$')),
      ),
      enrich: fc.record({ active_within: fc.oneof(seconds, fc.constantFrom('all', 'none')) }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(gorgias, (settings) => {
      const file = stringify({ connectors: { gorgias: { domain: 'a.gorgias.com', ...settings } } });
      const checked = checkConfig(file, {});
      // Tags of any name include some that look like a key.
      fc.pre(checked.config !== null);

      expect(parseConfig(describeConfig(checked.config), 'printed', {}).config).toEqual(checked.config);
    }),
    { numRuns: 100 },
  );
});

test('a duration that is printed and read again is the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: MAX_DURATION_MS / 1_000 }), (seconds) => {
      expect(parseDuration(formatDuration(seconds * 1_000))).toBe(seconds * 1_000);
    }),
  );
});
