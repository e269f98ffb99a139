import { askedStep } from '../../src/domain/errors/connector-error';
import { ERROR_CATALOG } from '../../packages/sdk/cli/errors/catalog';
import { ACCOUNT } from '../support/connector';
import type { Case, Code } from './cases';
import { OF_BREVO } from './of-brevo';
import { OF_CALLERS } from './of-callers';
import { OF_GORGIAS } from './of-gorgias';
import { OF_REQUESTS } from './of-requests';
import { OF_SERVERS } from './of-servers';
import { OF_SETTINGS } from './of-settings';
import { openScenario, type Scenario } from './scenario';

/** A code that nothing produces does not compile. */
const CASES: Readonly<Record<Code, Case>> = {
  ...{ ...OF_SETTINGS, ...OF_GORGIAS, ...OF_BREVO },
  ...{ ...OF_SERVERS, ...OF_REQUESTS, ...OF_CALLERS },
};

let scenario: Scenario;
let end = (): Promise<void> => Promise.resolve();
beforeAll(async () => {
  scenario = await openScenario();
  end = () => scenario.end();
});
afterEach(async () => {
  scenario.harness.sandbox.gorgias.faults.clear();
  scenario.harness.sandbox.brevo.faults.clear();
  // What a case has had refused, the next one may ask again: its hold is over with its fault.
  const { admission } = scenario.harness.connector.store;
  await admission.lift(
    ACCOUNT,
    (await admission.holds(ACCOUNT)).map(({ scope }) => scope),
  );
});
afterAll(() => end());

test('each code of the list is produced here, and no other', () => {
  expect(Object.keys(CASES).sort()).toEqual(ERROR_CATALOG.map(({ code }) => code).sort());
});

test.each(Object.entries(CASES))(
  '%s: whoever meets it reads what has happened and, once, what to do',
  async (code, produce) => {
    const { nextStep: byItself, exitCode } = ERROR_CATALOG.find((entry) => entry.code === code)!;

    for (const shown of [await produce(scenario)].flat()) {
      expect(shown.code).toBe(code);
      // Whoever has asked once is told to ask again.
      const nextStep = shown.step ?? (shown.text.includes(byItself) ? byItself : askedStep(byItself));
      const [what, ...rest] = shown.text.split(nextStep);
      expect(shown.text).toContain(nextStep);
      expect(what?.replace(/^tajo: /, '').trim()).not.toBe('');
      expect(rest).toHaveLength(1);
      expect([exitCode, null]).toContain(shown.exitCode);
    }
  },
);
