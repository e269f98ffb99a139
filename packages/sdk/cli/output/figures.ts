/** `14,200`; without Intl, whose start costs more than everything else that a command does. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 record`, `14,200 records` */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** What is counted of an outcome or a campaign: a ticket that is closed again ends again. `1 end of a ticket`, `12 ends of tickets` */
export function endsOfTickets(value: number): string {
  return value === 1 ? '1 end of a ticket' : `${count(value)} ends of tickets`;
}

/** `42%`, of a share from 0 to 1. */
export function percent(share: number): string {
  return `${String(Math.round(share * 100))}%`;
}

/** `45 s`, `12 min`, `1 h 05 min`; whole and rounded, for people. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 90) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** `2024-03-15 17:00 UTC` */
export function formatTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** `3 min ago` */
export function ago(iso: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  return seconds < 129_600 ? `${duration(seconds)} ago` : `${Math.round(seconds / 86_400)} days ago`;
}
