import { exampleOf } from './examples-document';

/** The complete file of section 3, with what other blocks put below `connectors.gorgias`. */
export function configWith(...names: readonly string[]): string {
  const parts = names.map((name) => exampleOf(name).replace(/^(?=.)/gm, '    '));
  return [exampleOf('3 yaml 1'), ...parts].join('');
}

/** All settings of the page at once, but for the pace of a real account. */
export function wholeConfig(): string {
  return configWith('3 yaml 2', '5 yaml 1')
    .replace(/per_second: \d+, burst: \d+, reserve: \d+/, 'per_second: 100, burst: 1000, reserve: 0')
    .replace('every: 1m', 'every: 1h');
}
