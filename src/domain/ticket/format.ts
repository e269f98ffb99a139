import { type Timestamp } from '../timestamp';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const UNITS = [
  { ms: 86_400_000, word: 'd' },
  { ms: 3_600_000, word: 'h' },
  { ms: 60_000, word: 'm' },
  { ms: 1000, word: 's' },
];

/** `29 Nov`, with the year when it is another one; on the same day the time, `14:05 UTC`. */
export function formatDate(at: Timestamp, now: Timestamp): string {
  if (at.slice(0, 10) === now.slice(0, 10)) return `${at.slice(11, 16)} UTC`;
  const day = `${String(Number(at.slice(8, 10)))} ${MONTHS[Number(at.slice(5, 7)) - 1] ?? ''}`;
  return at.slice(0, 4) === now.slice(0, 4) ? day : `${day} ${at.slice(0, 4)}`;
}

/** A duration as the configuration writes it, `7d` or `90s`; below a second in milliseconds. */
export function formatDuration(ms: number): string {
  const unit = UNITS.find((candidate) => ms >= candidate.ms && ms % candidate.ms === 0);
  return unit === undefined ? `${String(ms)} ms` : `${String(ms / unit.ms)}${unit.word}`;
}
