import { useMemo } from 'preact/hooks';
import { clock } from '../parts/time';
import { route } from './route';

export const PERIODS = {
  '24h': { label: '24 hours', words: 'In the last 24 hours', hours: 24 },
  '7d': { label: '7 days', words: 'In the last 7 days', hours: 168 },
  '30d': { label: '30 days', words: 'In the last 30 days', hours: 720 },
  '90d': { label: '90 days', words: 'In the last 90 days', hours: 2160 },
} as const;
export type PeriodName = keyof typeof PERIODS;

export interface ChosenPeriod {
  readonly name: PeriodName | 'own';
  /** How a sentence about it begins. */
  readonly words: string;
  readonly unit: 'day' | 'week';
  /** As calls take it: ISO times or dates, `to` not included any more and now when missing. */
  readonly query: { readonly from: string; readonly to?: string };
}

const AN_HOUR_MS = 3_600_000;
const A_DAY_MS = 24 * AN_HOUR_MS;
const WEEKLY_FROM_DAYS = 35;
/** How often a period that moves along with the clock moves, milliseconds: each time is another question. */
const MOVES_MS = 600_000;

export function usePeriod(): ChosenPeriod {
  const { period, from, to } = route.value.query;
  const turn = Math.floor(clock.value / MOVES_MS);
  return useMemo(() => ownPeriod(from, to) ?? lastPeriod(period), [period, from, to, turn]);
}

function ownPeriod(from: string | undefined, to: string | undefined): ChosenPeriod | null {
  if (from === undefined || to === undefined || !isDate(from) || !isDate(to) || from > to) return null;
  const after = new Date(Date.parse(to) + A_DAY_MS).toISOString().slice(0, 10);
  return {
    name: 'own',
    words: from === to ? `On ${inWords(from)}` : `From ${inWords(from)} to ${inWords(to)}`,
    unit: unitFor(Date.parse(after) - Date.parse(from)),
    query: { from, to: after },
  };
}

function lastPeriod(period: string | undefined): ChosenPeriod {
  const name = period !== undefined && period in PERIODS ? (period as PeriodName) : '7d';
  const { hours, words } = PERIODS[name];
  const from = new Date(Date.now() - hours * AN_HOUR_MS).toISOString();
  return { name, words, unit: unitFor(hours * AN_HOUR_MS), query: { from } };
}

function unitFor(lengthMs: number): 'day' | 'week' {
  return lengthMs > WEEKLY_FROM_DAYS * A_DAY_MS ? 'week' : 'day';
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

function inWords(date: string): string {
  return new Date(date).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
}
