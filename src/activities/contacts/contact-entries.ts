import type { NoProjection, Projection } from '../../domain/contact/projection';
import type { QuarantineEntry } from '../../store/types';

/** A customer of whom there is no contact. */
export function heldBack(key: string, cause: NoProjection): QuarantineEntry {
  return { kind: 'contact', key, step: 'map', cause, held: true };
}

/** Values of it that no attribute takes. */
export function valuesDropped(key: string, projection: Projection): readonly QuarantineEntry[] {
  return projection.dropped.map(({ cause, attribute: detail }) => ({
    kind: 'contact',
    key,
    step: 'map',
    held: false,
    cause,
    detail,
  }));
}

interface Listed {
  readonly customerId: number;
  readonly wanted: readonly number[];
  readonly lists: readonly number[];
}

/** Lists that the contact is wanted on and has left, or is blocked from. */
export function keptOff({ customerId, wanted, lists }: Listed): readonly QuarantineEntry[] {
  return wanted
    .filter((list) => !lists.includes(list))
    .map((list) => ({
      kind: 'contact',
      key: String(customerId),
      step: 'map',
      held: false,
      cause: 'no_consent',
      detail: `list ${String(list)}`,
    }));
}
