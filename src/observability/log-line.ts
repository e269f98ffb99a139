import { z } from 'zod';

const entrySchema = z.looseObject({ level: z.string(), time: z.string(), event: z.string() });

/** Turns pino's JSON lines into one line for a person: `14:33:01 info  sync.page_read account=yourstore rows=100`. */
export function createLineRenderer(destination: { write(line: string): unknown }): { write(line: string): void } {
  return { write: (line) => void destination.write(renderLine(line)) };
}

function renderLine(line: string): string {
  const { level, time, event, ...fields } = entrySchema.parse(JSON.parse(line));
  const rendered = Object.entries(fields).map(([key, value]) => ` ${key}=${renderValue(value)}`);
  return `${time.slice(11, 19)} ${level.padEnd(5)} ${event}${rendered.join('')}\n`;
}

/** Quoted when it holds anything but plain characters: a line break in a value must not be able to fake a log line. */
function renderValue(value: unknown): string {
  return typeof value === 'string' && /^[\w.:/@+-]+$/.test(value) ? value : JSON.stringify(value);
}
