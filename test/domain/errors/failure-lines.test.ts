import { failureLines } from '../../../src/domain/errors/failure-lines';

const FAILURE = {
  message:
    'the settings have 2 faults:\n  tajo.yaml:3:5 connectors.gorgias.lists.satisfied_customers is a list that this Brevo account does not have\n  tajo.yaml:9:1 hold must be a duration',
  nextStep:
    'Correct them, hold the file against both vendors with `tajo config check --online tajo.yaml`, then start again: npx tajo connectors sync gorgias --type full --resources customers,tickets',
};

describe('an error at a terminal', () => {
  test('is broken between words at its width, each line below itself; a line to paste stays whole', () => {
    expect(failureLines(FAILURE, 80)).toEqual([
      'tajo: the settings have 2 faults:',
      '  tajo.yaml:3:5 connectors.gorgias.lists.satisfied_customers is a list that this',
      '  Brevo account does not have',
      '  tajo.yaml:9:1 hold must be a duration',
      '      Correct them, hold the file against both vendors with',
      '      `tajo config check --online tajo.yaml`, then start again:',
      '      npx tajo connectors sync gorgias --type full --resources customers,tickets',
    ]);
  });

  test('is not broken for a program that reads it, and never into a column that is too narrow', () => {
    expect(failureLines(FAILURE, null).join('\n')).toBe(`tajo: ${FAILURE.message}\n      ${FAILURE.nextStep}`);
    expect(failureLines({ message: 'a word '.repeat(10).trim(), nextStep: null }, 1)).toEqual([
      'tajo: a word a word a word a word a word',
      '      a word a word a word a word a word',
    ]);
  });
});
