import { type ServerResponse } from 'node:http';
import { type Delivery } from './apply-fault';
import { type Reply } from './types';

/** Sends the answer, or fails to in the manner that was ordered. */
export function deliver({ reply, manner, waitMs }: Delivery, response: ServerResponse): void {
  if (manner === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (manner === 'hang' || reply === null) return;
  const body = bodyOf(reply);
  response.writeHead(reply.status, headersOf(reply, body));
  if (manner === 'truncated') {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
    return;
  }
  if (manner === 'drip') {
    drip(response, body, waitMs);
    return;
  }
  response.end(body);
}

function bodyOf({ json, text }: Reply): Buffer {
  if (text !== undefined) return Buffer.from(text);
  return json === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(json));
}

function headersOf(reply: Reply, body: Buffer): Record<string, string> {
  const length = reply.status === 204 ? {} : { 'content-length': String(body.length) };
  const type = reply.json === undefined ? {} : { 'content-type': 'application/json' };
  return { ...type, ...length, ...reply.headers };
}

function drip(response: ServerResponse, body: Buffer, everyMs: number): void {
  let sent = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + 1));
    sent += 1;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, everyMs);
  timer.unref();
  response.on('close', () => clearInterval(timer));
}
