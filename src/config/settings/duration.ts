const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(\d{1,9})([smhd])$/;

/** Longest duration that any setting takes: ten years. */
export const MAX_DURATION_MS = 3650 * 86_400_000;

/** `90s`, `15m`, `1h`, `7d` -> milliseconds; undefined when the text is no duration or longer than ten years. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  const ms = Number(count) * (UNIT_MS[unit] ?? Number.NaN);
  return ms <= MAX_DURATION_MS ? ms : undefined;
}

/** Milliseconds (whole seconds) -> the shortest text that {@link parseDuration} reads back. */
export function formatDuration(ms: number): string {
  const unit = ['d', 'h', 'm'].find((candidate) => ms > 0 && ms % (UNIT_MS[candidate] ?? 1) === 0) ?? 's';
  return `${ms / (UNIT_MS[unit] ?? 1)}${unit}`;
}
