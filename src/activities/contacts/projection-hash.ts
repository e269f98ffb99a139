import { createHash } from 'node:crypto';
import type { Projection } from '../../domain/contact/projection';

/** Of what a contact was to hold when it was published. */
export function projectionHash(attributes: Projection['attributes'], lists: readonly number[]): string {
  const sorted = Object.keys(attributes)
    .sort()
    .map((name) => [name, attributes[name]]);
  return createHash('sha256')
    .update(JSON.stringify([sorted, lists]))
    .digest('base64');
}
