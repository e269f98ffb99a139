import type { Erasure, ErasureStarted } from '../contract/privacy';
import type { AccountOption } from './types';

export interface EraseOptions extends AccountOption {
  /** Delete the contact in Brevo too, with its consent and its timeline. */
  readonly brevo?: boolean | undefined;
  readonly onStart?: ((started: ErasureStarted) => void) | undefined;
  /** Told of each look at how far it is. */
  readonly onProgress?: ((erasure: Erasure) => void) | undefined;
  /** Stops the waiting; the erasure goes on. */
  readonly signal?: AbortSignal | undefined;
}
