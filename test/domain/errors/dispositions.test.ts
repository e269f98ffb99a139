import { ERROR_CODES, type ErrorCode } from '../../../src/domain/errors/connector-error';
import {
  dispositionOf,
  DISPOSITIONS,
  type Disposition,
  fateOf,
  type Subject,
  SUBJECTS,
} from '../../../src/domain/errors/dispositions';
import { endsRun, isStop } from '../../../src/domain/errors/stop';

const CODES = Object.keys(ERROR_CODES) as ErrorCode[];
const PAIRS = CODES.flatMap((code) => SUBJECTS.map((subject) => [code, subject] as const));
const OF_VENDORS = PAIRS.filter(([code]) => /^(?:gorgias|brevo|auth\.(?:gorgias|brevo))/.test(code));
/** They end by themselves, or are about nothing but time. */
const PASSES: readonly ErrorCode[] = [
  'gorgias.rate_limited',
  'brevo.rate_limited',
  'brevo.busy',
  'gorgias.cursor_loop',
  'gorgias.cursor_expired',
  'gorgias.wrong_domain',
];

const afterAll = (code: ErrorCode, subject: Subject): Disposition => dispositionOf(fateOf(code, subject), true);

describe('The table of dispositions (design D15)', () => {
  it('has every code', () => {
    expect(Object.keys(DISPOSITIONS).sort()).toEqual([...CODES].sort());
  });

  it.each(OF_VENDORS.filter(([, subject]) => subject !== 'account' && subject !== 'run'))(
    '%s about a %s ends nobody’s run or workflow',
    (code, subject) => {
      expect(afterAll(code, subject)).not.toBe('fail');
    },
  );

  it.each(OF_VENDORS.filter(([code, subject]) => !PASSES.includes(code) && /record|event|page|list/.test(subject)))(
    '%s about a %s holds up nobody beside it for ever',
    (code, subject) => {
      expect(afterAll(code, subject)).not.toBe('wait');
    },
  );

  it('lets a person mend what is the account’s, and nothing that one record can cause', () => {
    const mended = CODES.filter((code) => !code.startsWith('config.') && fateOf(code, 'record') === 'mend');
    expect(mended).toContain('auth.brevo_refused');
    expect(mended.filter((code) => !isStop(code))).toEqual([]);
    expect(mended).not.toContain('auth.gorgias_forbidden');
    expect(CODES.filter((code) => isStop(code))).toEqual(
      expect.arrayContaining(['auth.gorgias_refused', 'account.off']),
    );
  });

  it('ends a run only for what somebody wrote or asked for, and never for what a vendor answers about less than its whole domain', () => {
    expect(CODES.filter((code) => endsRun(code) && isStop(code))).toEqual(['config.invalid']);
    expect(OF_VENDORS.filter(([code, subject]) => subject === 'run' && endsRun(code)).map(([code]) => code)).toEqual([
      'gorgias.wrong_domain',
    ]);
  });

  it('never takes a campaign whose outcome may change for one that was refused', () => {
    for (const code of CODES.filter((known) => ERROR_CODES[known].retryable))
      expect([code, afterAll(code, 'campaign')]).toEqual([code, 'wait']);
  });
});
