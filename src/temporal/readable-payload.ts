import type { Payload } from '@temporalio/common';
import { READABLE_SENTENCES } from '../workflows/readable-sentences';

const RUN_SUMMARY = /^"(?:(?:Full|Incremental) sync of [a-z0-9-]{1,63}|Ticket \d{1,16})"$/;
/** The SDK's answer to the question for the details panel: names of signals and queries, and our own sentence. */
const DETAILS_PANEL = /^\{"definition":\{"type":"[A-Za-z]+Workflow",/;
/** Answer of the `progress` query: counts and our own sentence; no history keeps it. */
const PROGRESS = /^\{"account":"[a-z0-9-]{1,63}","runId":"[0-9a-f-]{36}","phase":"[a-z]+",/;

/** Answer of the `state` query: numbers and our own sentence. */
const TICKET = /^\{"account":"[a-z0-9-]{1,63}","ticketId":\d{1,16},"status":"[a-z]+",/;

/**
 * True for the payloads that stay in the clear, so that the Temporal UI and CLI say where a run is without a codec server: summaries
 * from a closed list, the details panel, the progress. All are made by us from counts and account names. What is not listed is encrypted.
 */
export function isReadable(payload: Payload): boolean {
  const { metadata, data } = payload;
  if (data === undefined || data === null || Buffer.from(metadata?.encoding ?? []).toString() !== 'json/plain')
    return false;
  const text = Buffer.from(data).toString();
  if (text.startsWith('"')) return RUN_SUMMARY.test(text) || READABLE_SENTENCES.has(text.slice(1, -1));
  return DETAILS_PANEL.test(text) || PROGRESS.test(text) || TICKET.test(text);
}
