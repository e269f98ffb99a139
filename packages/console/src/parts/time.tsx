import { signal } from '@preact/signals';
import type { JSX } from 'preact';

/** What time it is, for everything that says how long ago or until when. */
export const clock = signal(Date.now());
const TICK_MS = 1_000;
setInterval(() => {
  if (!document.hidden) clock.value = Date.now();
}, TICK_MS);

const UNITS = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;

/** `3 minutes ago`, with the moment itself for whoever points at it. */
export function Ago({ at }: { readonly at: string }): JSX.Element {
  return (
    <time dateTime={at} title={moment(at)}>
      {ago(clock.value - Date.parse(at))}
    </time>
  );
}

/** `in 2 minutes (14:05)`: what is awaited. */
export function Until({ at }: { readonly at: string }): JSX.Element {
  const ms = Date.parse(at) - clock.value;
  return (
    <time dateTime={at} title={moment(at)}>
      {ms <= 0 ? 'at any moment' : `in ${duration(ms / 1_000)}`}
    </time>
  );
}

/** The moment itself: `29 Nov, 14:05:12`; without `day` the time of day alone. */
export function At({ at, day = true }: { readonly at: string; readonly day?: boolean }): JSX.Element {
  return (
    <time dateTime={at} title={moment(at)}>
      {day ? moment(at, false) : new Date(at).toLocaleTimeString('en-GB')}
    </time>
  );
}

function ago(ms: number): string {
  const found = UNITS.find((one) => ms >= one.ms);
  if (found === undefined) return ms < 5_000 ? 'just now' : `${Math.floor(ms / 1_000)} seconds ago`;
  const count = Math.floor(ms / found.ms);
  return `${count} ${found.unit}${count === 1 ? '' : 's'} ago`;
}

/** Of seconds: `3 days`, `2 h 5 min`, `45 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.round(hours / 24)} days`;
}

function moment(at: string, full = true): string {
  const date = new Date(at);
  const sameYear = date.getFullYear() === new Date().getFullYear();
  return date.toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(full || !sameYear ? { year: 'numeric' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    ...(full ? { timeZoneName: 'short' } : {}),
  });
}
