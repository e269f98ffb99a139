import { adviceOn } from '../../../src/config/file/nearest';
import { CALL_OPTIONS, type CallName } from './call-options';
import { TajoError } from './errors';

/** For callers without types. @throws TajoError `input.invalid` for a connector or an option that there is not, with the nearest */
export function requireCall(call: CallName, connector: string, options: unknown): void {
  if (connector !== 'gorgias')
    throw new TajoError(
      'input.invalid',
      `There is no connector ${shownOf(connector)}: the one that there is, is gorgias.`,
      { field: 'connector' },
    );
  requireOptions(call, options);
}

/** Callers without types give anything. */
function shownOf(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 100)) : `of the type ${typeof value}`;
}

/** A misspelt option would be as good as none: `dryrun: true` would write. @throws TajoError `input.invalid` */
export function requireOptions(call: CallName, options: unknown): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) throw noObject(call, options);
  const known = Object.keys(CALL_OPTIONS[call]);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const sentence = `${call} has no option ${unknown.slice(0, 100)}: ${adviceOn(unknown, known)}.`;
  throw new TajoError('input.invalid', sentence, { field: unknown.slice(0, 100) });
}

/** What is mostly meant by the value that stands in their place. */
const EXAMPLES: Partial<Record<CallName, string>> = {
  why: '{ ticketId: 123 }',
  connect: "{ domain: 'yourstore.gorgias.com' }",
  rotateKey: '{ apiKey: KEY }',
  retryQuarantine: "{ cause: 'brevo.rejected' }",
  trigger: "{ email: 'jane@example.com' }",
  TajoClient: '{ apiKey: KEY }',
};

/** The value is not repeated: it may be a key. */
function noObject(call: CallName, given: unknown): TajoError {
  const example = EXAMPLES[call] ?? `{ ${Object.keys(CALL_OPTIONS[call])[0] ?? 'account'}: … }`;
  const type =
    given === null ? 'null' : Array.isArray(given) ? 'an array' : given === undefined ? 'nothing' : `a ${typeof given}`;
  return new TajoError('input.invalid', `${call} takes an object of options, like ${example}, and was given ${type}.`, {
    field: 'options',
  });
}

/** Without one each event would be called failed, for ever. @throws TajoError `input.invalid` */
export function requireHandler(handler: unknown): void {
  if (typeof handler === 'function') return;
  throw new TajoError('input.invalid', 'on needs a function that takes the event: on(connector, type, handler).', {
    field: 'handler',
  });
}
