import { adviceOn } from '../config/file/nearest';
import { ConnectorError } from '../domain/errors/connector-error';

interface Asked {
  /** Of the request. */
  readonly field: string;
  /** What it names: `campaign`. */
  readonly thing: string;
  /** A sentence more: how another name is meant. */
  readonly otherwise?: string;
}

/** @throws `input.invalid` with the nearest name, for one that is none of these. */
export function requireKnown(name: string, names: readonly string[], { field, thing, otherwise }: Asked): void {
  if (names.includes(name)) return;
  const sentence = `No ${thing} is called ${name.slice(0, 100)}: ${adviceOn(name, names)}.`;
  const message = otherwise === undefined ? sentence : `${sentence} ${otherwise}`;
  throw new ConnectorError('input.invalid', message, {
    details: { field },
    nextStep: 'Give the name of one that there is.',
  });
}
