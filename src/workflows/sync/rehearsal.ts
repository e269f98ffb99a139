import type { DryRunResult } from '../../activities/types';

/** When a dry run looks at everything: after all lists are read, and again after the details are. */
export const LOOKS = ['read', 'enriched', 'done'] as const;
export type Look = (typeof LOOKS)[number];

/** How far a dry run has looked; handed to the run that goes on. The figures are those of this look, or of the last one that was whole. */
export interface Rehearsal extends DryRunResult {
  readonly look: Look;
  /** The last contact that was looked at; null: this look has not begun. */
  readonly after: string | null;
}

export const FIRST_LOOK: Rehearsal = { look: 'read', after: null, written: 0, unchanged: 0 };

export function nextLook(look: Look): Look {
  return LOOKS[LOOKS.indexOf(look) + 1] ?? 'done';
}
