import { type ScriptedAnswer } from '../http/scripted-server';

export const HTML = '<html><body>ada@example.com</body></html>';

/** Answers of firewalls, gateways and proxies: none is a JSON object with a text `message` or `code`. */
export const FOREIGN: readonly ScriptedAnswer[] = [
  { text: HTML },
  { text: `\n  ${HTML}` },
  { text: 'error code: 1020 for ada@example.com' },
  { text: '' },
  { json: {} },
  { json: 'ada@example.com' },
  { json: [{ message: 'ada@example.com' }] },
  { json: { message: 5, code: null, metadata: [] } },
  { json: { error: 'ada@example.com' } },
];
