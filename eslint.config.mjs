import tseslint from 'typescript-eslint';

const nodeBuiltins = [
  'fs',
  'path',
  'os',
  'crypto',
  'http',
  'https',
  'net',
  'child_process',
  'process',
  'worker_threads',
];

export default tseslint.config(
  { ignores: ['**/dist/', 'node_modules/', '.tajo/', 'coverage/'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.test.json', './packages/console/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/strict-boolean-expressions': [
        'error',
        { allowNullableBoolean: false, allowString: false, allowNumber: false },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-assertions': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'object-shorthand': ['error', 'properties'],
      'no-useless-rename': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // A view reads as its markup: names of components are nouns, and a click may begin what nobody waits for.
    files: ['packages/console/src/**/*.tsx'],
    rules: { '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }] },
  },
  {
    // A workflow may only do what can be replayed: no clock, no I/O, no library with module state (zod costs 590 KB a workflow).
    files: ['src/workflows/**/*.ts', 'src/domain/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [...nodeBuiltins, ...nodeBuiltins.map((name) => `node:${name}`), 'zod', 'undici', 'pg', 'pino'] },
      ],
    },
  },
  {
    // What others build on says what it gives; inside a room the compiler knows.
    files: ['src/*.ts', 'src/domain/**/*.ts', 'packages/sdk/{index,tajo}.ts', 'packages/sdk/{contract,client}/**/*.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'error' },
  },
  {
    // Who is asked, about which account, and one object: four arguments in a row are mixed up without anybody seeing it.
    files: ['src/**/*.ts'],
    // Express knows a handler of errors by its four.
    ignores: ['src/api/error-handler.ts'],
    rules: { '@typescript-eslint/max-params': ['error', { max: 3 }] },
  },
  {
    // `{ ...{ a, b } }` saves lines and hides what an object holds: one key a line.
    files: ['src/**/*.ts', 'packages/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ObjectExpression > SpreadElement > ObjectExpression', message: 'Write its keys, one a line.' },
      ],
    },
  },
  {
    // Only the configuration room reads the environment, and the SDK where it is created.
    files: ['src/**/*.ts', 'packages/**/*.ts'],
    ignores: ['src/config/**', 'packages/sdk/client/client-settings.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read settings through src/config.' },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      'no-console': 'off',
    },
  },
);
