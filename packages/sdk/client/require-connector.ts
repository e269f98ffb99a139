import { TajoError } from './errors';

/** For callers without types. */
export function requireConnector(connector: string): void {
  if (connector === 'gorgias') return;
  throw new TajoError('input.invalid', 'There is one connector: gorgias.', { field: 'connector' });
}
