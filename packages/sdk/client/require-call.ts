import { adviceOn } from '../../../src/config/file/nearest';
import { CALL_OPTIONS, type CallName } from './call-options';
import { TajoError } from './errors';

/** For callers without types. @throws TajoError `input.invalid` for a connector or an option that there is not, with the nearest */
export function requireCall(call: CallName, connector: string, options: object = {}): void {
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
export function requireOptions(call: CallName, options: object = {}): void {
  const fault = faultOf(call, options);
  if (fault !== null) throw fault;
}

/** The same for whoever may not throw just now. */
export function faultOf(call: CallName, options: object): TajoError | null {
  const known = Object.keys(CALL_OPTIONS[call]);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return null;
  const sentence = `${call} has no option ${unknown.slice(0, 100)}: ${adviceOn(unknown, known)}.`;
  return new TajoError('input.invalid', sentence, { field: unknown.slice(0, 100) });
}

/** Without one each event would be called failed, for ever. @throws TajoError `input.invalid` */
export function requireHandler(handler: unknown): void {
  if (typeof handler === 'function') return;
  throw new TajoError('input.invalid', 'on needs a function that takes the event: on(connector, type, handler).', {
    field: 'handler',
  });
}
