const toCommonJs = [
  '@swc/jest',
  { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
];
/** Packages that are modules of the newer kind alone, which Jest cannot load as they are: clack and what it stands on. */
const NEWER = '@clack|fast-string-truncated-width|fast-string-width|fast-wrap-ansi';
const swc = { '^.+\\.ts$': toCommonJs, [`/node_modules/(?:${NEWER})/.+\\.m?js$`]: toCommonJs };

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  transform: swc,
  transformIgnorePatterns: [`^(?!.*/node_modules/(?:${NEWER})/).*/node_modules/`],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.tajo/'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/support/closing-line.cjs'],
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  // The one place that says how long a test may take. It ends what hangs and is far above what a loaded machine needs: no test is about speed.
  testTimeout: 600_000,
  // Much of a test is waiting: four keep the two cores of the smallest machine busy, and five begin to miss deadlines.
  maxWorkers: 4,
};
