/** How the page says what the API says by one word. */
const OUTCOMES: Readonly<Record<string, string>> = {
  satisfied: 'Satisfied',
  neutral: 'Neutral',
  dissatisfied: 'Dissatisfied',
  no_answer: 'No answer',
  no_survey: 'No survey',
};

/** What a policy answers in a rehearsal, by what would have become of it. */
const ANSWERS: Readonly<Record<string, string>> = {
  send: 'sent',
  wait: 'waiting',
  skip: 'skipped',
  undecided: 'not decided yet',
};

export const outcomeWords = (outcome: string): string => OUTCOMES[outcome] ?? spaced(outcome);
/** The words of `tajo campaigns --state` and `tajo funnel --fate`, so that one is found by what the other says. */
export const fateWords = (fate: string): string => sentenceCase(ANSWERS[fate] ?? fate);

/** What a fate looks like. */
export function fateTone(fate: string): 'good' | 'calm' | 'warn' | 'bad' {
  if (fate === 'sent' || fate === 'send') return 'good';
  if (fate === 'skipped' || fate === 'skip' || fate === 'undecided') return 'calm';
  return fate === 'given-up' || fate === 'unknown' ? 'bad' : 'warn';
}

/** `no_open_ticket` → `No open ticket`. */
export function spaced(code: string): string {
  return sentenceCase(code.replaceAll(/[_-]+/g, ' '));
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const NUMBER = new Intl.NumberFormat('en');
export const number = (value: number): string => NUMBER.format(value);
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** `1 ticket`, `1,212 tickets`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(parts);
}
