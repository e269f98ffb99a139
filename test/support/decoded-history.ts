import type { Payload, PayloadCodec } from '@temporalio/common';

/** Everything that a history holds, as whoever has all keys reads it: its own fields as JSON, and each payload opened. */
export async function decodedHistory(history: unknown, codec: PayloadCodec): Promise<string> {
  const payloads: Payload[] = [];
  collect(history, payloads);
  const opened = await codec.decode(payloads);
  return [JSON.stringify(history), ...opened.map(({ data }) => Buffer.from(data ?? []).toString())].join('\n');
}

function collect(value: unknown, payloads: Payload[]): void {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
  if ('data' in value && 'metadata' in value) payloads.push(value as Payload);
  else for (const inner of Object.values(value)) collect(inner, payloads);
}
