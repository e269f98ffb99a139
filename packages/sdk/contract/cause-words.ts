/** What a cause of the quarantine means and what to do about it: the page and the command line say the same. */
export { canRetry, causeText } from '../../../src/domain/errors/quarantine-causes';
