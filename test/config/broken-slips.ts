import { type Broken } from './broken-alone';

/** Slips after which the parser reads on and stumbles later: they are told where they are. */
export const SLIPS: readonly Broken[] = [
  { what: 'an unclosed quote', lines: 'log_level: §"info\nhold: 7d', words: ['This quote is not closed'] },
  { what: 'braces around a bare variable', lines: 'lists: {satisfied_customers: §${X}}', words: ['line of its own'] },
  {
    what: 'keys without the space behind their colon',
    lines: '§hold:7d\n§log_level:info\ndebug: true',
    words: ['A space is missing behind the colon of this key; write `key: value`.'],
  },
  {
    what: 'a last key without the space',
    lines: 'debug: true\n§hold:7d',
    words: ['A space is missing behind the colon'],
  },
  {
    what: 'an only key without the space',
    file: 'connectors:\n  gorgias:\n    §hold:7d\n',
    words: ['connectors.gorgias is hold:7d, but a space is missing behind the colon'],
  },
  {
    what: 'keys between braces without the space',
    lines: 'lists: { §satisfied_customers:36 }\nfield_mapping: { §id:GORGIAS_ID }',
    words: [
      'lists.satisfied_customers:36 is not a setting: a space',
      'id:GORGIAS_ID is taken for a key as a whole: a space',
    ],
  },
  {
    what: 'a key with a blank of a web page behind its colon',
    lines: '§hold:\u00a07d\ndebug: true',
    words: ['Behind the colon of this key stands a blank copied from a page'],
  },
  {
    what: 'blanks of a web page before a key',
    lines: '§\u00a0\u00a0hold: 7d\ndebug: true',
    words: ['before this key stands a blank copied from a page'],
  },
  { what: 'an equals sign for a colon', lines: '§hold = 7d\ndebug: true', words: ['parted by a colon and a space'] },
  {
    what: 'an unclosed quote before another text in quotes',
    lines: "tags: { folder: §'x, auto: true }\nlists: { satisfied_customers: 'A' }\nhold: 7d",
    words: ['This quote is not closed'],
  },
  {
    what: 'an unclosed brace',
    file: 'connectors:\n  gorgias:\n    lists: §{ satisfied_customers: 36\n\n    hold: 7d\n',
    words: ['This bracket is not closed before line 5'],
  },
  {
    what: 'a last unclosed bracket',
    lines: 'campaigns: §{ a: { send: {} }',
    words: ['This bracket is not closed before the end of the file'],
  },
  { what: 'a missing comma', lines: 'sync: { customers: §true tags: true }', words: ['parted by commas'] },
  { what: 'a variable among brackets', lines: 'exclude: [§${X}]', words: ['each entry behind a dash'] },
];
