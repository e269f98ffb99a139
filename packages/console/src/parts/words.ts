/** How the page says what the API says by one word. */
const OUTCOMES: Readonly<Record<string, string>> = {
  satisfied: 'Satisfied',
  neutral: 'Neutral',
  dissatisfied: 'Dissatisfied',
  no_answer: 'No answer',
  no_survey: 'No survey',
};

const FATES: Readonly<Record<string, string>> = {
  sent: 'Sent',
  send: 'Sent',
  leaving: 'Leaving now',
  waiting: 'Waiting for its time',
  wait: 'Waiting for its time',
  held: 'Held',
  skipped: 'Skipped',
  skip: 'Skipped',
  refused: 'Refused by Brevo',
  unknown: 'Unknown',
};

export const outcomeWords = (outcome: string): string => OUTCOMES[outcome] ?? spaced(outcome);
export const fateWords = (fate: string): string => FATES[fate] ?? spaced(fate);

/** What a fate looks like. */
export function fateTone(fate: string): 'good' | 'calm' | 'warn' | 'bad' {
  if (fate === 'sent' || fate === 'send') return 'good';
  if (fate === 'skipped' || fate === 'skip') return 'calm';
  return fate === 'refused' || fate === 'unknown' ? 'bad' : 'warn';
}

/** `no_open_ticket` → `No open ticket`. */
export function spaced(code: string): string {
  const text = code.replaceAll(/[_-]+/g, ' ');
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
