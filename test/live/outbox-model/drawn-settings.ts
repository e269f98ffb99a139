import fc from 'fast-check';
import { MINUTE, type Setting } from './commands';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const settings: fc.Arbitrary<Setting> = fc.record({
  delayMs: fc.constantFrom(0, 0, 0, HOUR),
  cap: fc.constantFrom(null, null, { perCustomer: 1, withinMs: 7 * DAY }, { perCustomer: 1, withinMs: DAY }),
  holdMs: fc.constantFrom(7 * DAY, 2 * HOUR),
  expiresMs: fc.constantFrom(3 * DAY, 3 * DAY, 90 * MINUTE),
  csatWaitMs: fc.constant(DAY),
  endsLost: fc.boolean(),
});
