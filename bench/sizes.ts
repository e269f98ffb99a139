import type { SandboxSize } from './sandbox-process';

/** The account that the product was described by. */
export const REFERENCE_SIZE: SandboxSize = { customers: 14_200, tickets: 28_600, surveys: 3_400 };

export function times(size: SandboxSize, factor: number): SandboxSize {
  return { customers: size.customers * factor, tickets: size.tickets * factor, surveys: size.surveys * factor };
}
