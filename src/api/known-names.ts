import { adviceOn } from '../config/file/nearest';
import { ConnectorError } from '../domain/errors/connector-error';

interface Asked {
  /** Of the request. */
  readonly field: string;
  /** What it names: `campaign`. */
  readonly thing: string;
}

/** @throws `input.invalid` with the nearest name, for one that is none of these. */
export function requireKnown(name: string, names: readonly string[], { field, thing }: Asked): void {
  if (names.includes(name)) return;
  throw new ConnectorError('input.invalid', `No ${thing} is called ${name.slice(0, 100)}: ${adviceOn(name, names)}.`, {
    details: { field },
  });
}
