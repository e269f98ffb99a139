import { ServiceError } from '@temporalio/client';

/** The statuses that we tell apart, as gRPC numbers them (google.rpc.Code). */
export const GRPC = {
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  UNIMPLEMENTED: 12,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

interface GrpcStatus {
  readonly code: number;
  readonly details: string;
}

/** The status that the server, or the way there, gave, thrown as it is or wrapped by the client; null: it was no call of gRPC that failed. */
export function grpcStatus(thrown: unknown): GrpcStatus | null {
  const error = thrown instanceof ServiceError ? thrown.cause : thrown;
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'number') return null;
  return { code: error.code, details: 'details' in error && typeof error.details === 'string' ? error.details : '' };
}

/** Whether a call to Temporal has failed with one of these. */
export function hasGrpcStatus(thrown: unknown, ...statuses: readonly (keyof typeof GRPC)[]): boolean {
  const status = grpcStatus(thrown);
  return status !== null && statuses.some((name) => GRPC[name] === status.code);
}

/** True where the server knows the call and does not let us make it, or does not know it. */
export function isRefused(thrown: unknown): boolean {
  return hasGrpcStatus(thrown, 'PERMISSION_DENIED', 'UNAUTHENTICATED', 'UNIMPLEMENTED');
}
