import type { Live } from './live';

type Stage = Live['tickets'][number]['stage'];

/** Tickets that have not ended, as the command line and the console say it: `12 open, 3 snoozed, 40 for an answer or their time, 2 held`. */
export interface WaitingWords {
  readonly all: number;
  readonly parts: string;
}

/** @param number how a number is written */
export function waitingWords(tickets: Live['tickets'], number: (value: number) => string): WaitingWords {
  const of = (stage: Stage): number => sum(tickets.filter((one) => one.stage === stage).map((one) => one.tickets));
  const snoozed = tickets.find(({ stage }) => stage === 'open')?.snoozed ?? null;
  const open =
    snoozed === null
      ? [`${number(of('open'))} open or snoozed`]
      : [`${number(of('open') - snoozed)} open`, `${number(snoozed)} snoozed`];
  return {
    all: sum(tickets.map((one) => one.tickets)),
    parts: [...open, `${number(of('waiting'))} for an answer or their time`, `${number(of('held'))} held`].join(', '),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
