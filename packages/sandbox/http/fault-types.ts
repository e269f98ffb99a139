import { type RequestMatch } from './match';

/** Which requests a fault meets, and how often. Without `times` and `probability` it meets every one. */
export interface FaultTrigger {
  readonly match?: RequestMatch | undefined;
  /** The fault is spent after this many hits. */
  readonly times?: number | undefined;
  /** Share of the matching requests that are hit, drawn from the plan's seed. */
  readonly probability?: number | undefined;
  /** Matching requests that are let through first. */
  readonly skip?: number | undefined;
}

/**
 * What goes wrong. Without `commit` the request is not carried out; `reset-after-commit` and `status-after-commit` carry it out and
 * lose the answer, which is what makes a write's outcome unknown.
 */
export type FaultEffect =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string> | undefined;
      readonly body?: unknown;
    }
  | { readonly kind: '429'; readonly retryAfterSeconds?: number | undefined }
  | { readonly kind: '5xx'; readonly status?: number | undefined }
  | { readonly kind: 'html'; readonly status?: number | undefined }
  /** 200 without a body, as some gateways answer. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'reset-before' }
  | { readonly kind: 'reset-after-commit' }
  | { readonly kind: 'status-after-commit'; readonly status?: number | undefined }
  | { readonly kind: 'hang'; readonly commit?: boolean | undefined }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'slow-drip'; readonly everyMs?: number | undefined }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'cursor-loop' }
  | { readonly kind: 'cursor-expired' }
  | { readonly kind: 'empty-page' }
  | { readonly kind: 'rewrite'; readonly rewrite: (json: unknown) => unknown };

export type Fault = FaultTrigger & FaultEffect;
