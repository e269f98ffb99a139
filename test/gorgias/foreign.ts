import { type ScriptedAnswer } from '../http/scripted-server';

export const HTML = '<!DOCTYPE html><html><body>ada@example.com was not found</body></html>';

/** Answers of gateways, firewalls and other services at the address. */
export const FOREIGN: readonly ScriptedAnswer[] = [
  { text: HTML },
  { text: 'about ada@example.com' },
  { text: '' },
  { json: {} },
  { json: ['ada@example.com'] },
  { json: { message: 'about ada@example.com' } },
  { json: { error: null } },
];
