import { z } from 'zod';
import { type FaultEffect } from './fault-types';
import { type Handler, type Reply, type SandboxRequest } from './types';

/** How the answer leaves the server: whole, or in one of the ways in which networks fail. */
export interface Delivery {
  /** Null: nothing is ever answered. */
  readonly reply: Reply | null;
  readonly manner: 'whole' | 'reset' | 'hang' | 'truncated' | 'drip';
  /** Before a whole answer, or between two bytes of a drip. */
  readonly waitMs: number;
}

/** How a vendor spells the faults that are answers of its own. */
export interface VendorFaults {
  tooMany(retryAfterSeconds: number): Reply;
  unavailable(status: number): Reply;
  cursorExpired(): Reply;
}

const html =
  '<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

export function play(
  fault: FaultEffect | null,
  { request, handle, vendor }: { request: SandboxRequest; handle: Handler; vendor: VendorFaults },
): Delivery {
  const whole = (reply: Reply): Delivery => ({ reply, manner: 'whole', waitMs: 0 });
  if (fault === null) return whole(handle(request));
  switch (fault.kind) {
    case 'status':
      return whole(plain(fault.status, fault.headers, fault.body));
    case '429':
      return whole(vendor.tooMany(fault.retryAfterSeconds ?? 1));
    case '5xx':
      return whole(vendor.unavailable(fault.status ?? 503));
    case 'html':
      return whole({ status: fault.status ?? 502, headers: { 'content-type': 'text/html' }, text: html });
    case 'empty':
      return whole({ status: 200 });
    case 'cursor-expired':
      return whole(vendor.cursorExpired());
    case 'status-after-commit':
      return whole({ ...vendor.unavailable(fault.status ?? 500), effective: handle(request).effective ?? false });
    case 'reset-before':
      return { reply: null, manner: 'reset', waitMs: 0 };
    case 'reset-after-commit':
      return { reply: handle(request), manner: 'reset', waitMs: 0 };
    case 'hang':
      return { reply: fault.commit === true ? handle(request) : null, manner: 'hang', waitMs: 0 };
    case 'delay':
      return { reply: handle(request), manner: 'whole', waitMs: fault.ms };
    case 'slow-drip':
      return { reply: handle(request), manner: 'drip', waitMs: fault.everyMs ?? 1_000 };
    case 'truncated':
      return { reply: handle(request), manner: 'truncated', waitMs: 0 };
    case 'rewrite':
      return whole(rewritten(handle(request), fault.rewrite));
    case 'cursor-loop':
      return whole(rewritten(handle(request), (json) => loopBack(json, request.query.get('cursor'))));
    case 'empty-page':
      return whole(rewritten(handle(request), (json) => ({ ...anObject.parse(json), data: [] })));
  }
}

const anObject = z.looseObject({});

function plain(status: number, headers: Record<string, string> | undefined, body: unknown): Reply {
  const base = headers === undefined ? { status } : { status, headers };
  if (body === undefined) return base;
  return typeof body === 'string' ? { ...base, text: body } : { ...base, json: body };
}

function rewritten(reply: Reply, rewrite: (json: unknown) => unknown): Reply {
  return reply.status < 300 && reply.json !== undefined ? { ...reply, json: rewrite(reply.json) } : reply;
}

const aPage = z.looseObject({ meta: z.looseObject({ next_cursor: z.string().nullable() }) });

/** Answers with the cursor that was asked for; the first page has none to repeat and stays as it is. */
function loopBack(json: unknown, cursor: string | null): unknown {
  const page = aPage.parse(json);
  return cursor === null ? page : { ...page, meta: { ...page.meta, next_cursor: cursor } };
}
