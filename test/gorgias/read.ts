import type { RecordReader } from '../../src/gorgias/reading';

/** The record of a row in which nothing is odd. */
export function whole<Record>(reader: RecordReader<Record>, raw: unknown): Record {
  const { record, odd } = read(reader, raw);
  expect(odd).toEqual([]);
  return record;
}

/** The record, and what it cost: `tags.0.name: null where a text was expected`. */
export function read<Record>(reader: RecordReader<Record>, raw: unknown): { record: Record; odd: readonly string[] } {
  const reading = reader.read(raw);
  if (!reading.readable) throw new Error(`${reading.fault.field}: ${reading.fault.reason}`);
  return { record: reading.record, odd: reading.odd.map(({ field, reason }) => `${field}: ${reason}`) };
}
