import { type RequestHandler, type Response, Router } from 'express';
import { watchChanges } from '../../../packages/sdk/contract/session';
import type { Changes } from '../../store/changes';
import { HttpError } from '../errors';
import { NOTHING, parseInput } from '../operation';
import { named } from '../request-log';
import { callerOf } from '../sessions/identify';
import { requireOwnPage } from '../sessions/own-page';
import type { SignIn } from '../sessions/sign-in';
import { type ChangeWatch, createChangeWatch } from '../change-watch';
import { refuseMethod } from './health';

export interface ChangeRoutes {
  readonly changes: Changes;
  readonly signIn: SignIn;
  /** Lets pass who is known. */
  readonly key: RequestHandler;
  /** Ends all streams. */
  readonly stopping: AbortSignal;
}

const MOST_LISTENERS = 200;
/** Proxies end a connection on which nothing comes for a minute. */
const ALIVE_EVERY_MS = 20_000;
const RECONNECT_MS = 3_000;

/** A stream of small facts, each a reason to ask again; a browser's page listens to it with its cookie. */
export function changeRoutes({ changes, signIn, key, stopping }: ChangeRoutes): Router {
  const router = Router({ strict: true, caseSensitive: true });
  const watch = createChangeWatch(changes);
  let listeners = 0;
  router
    .route(watchChanges.path)
    .all(named(watchChanges.path))
    .get(key, (request, response) => {
      parseInput(NOTHING, request.query);
      const token = callerOf(request)?.token ?? null;
      if (token !== null) requireOwnPage(request);
      if (listeners >= MOST_LISTENERS) {
        response.setHeader('Retry-After', '60');
        throw new HttpError('http.too_many_requests', `More than ${String(MOST_LISTENERS)} pages listen already.`);
      }
      listeners += 1;
      response.once('close', () => {
        listeners -= 1;
      });
      const isOver = async (): Promise<boolean> => token !== null && (await signIn.find(token)) === null;
      stream(response, { watch, stopping, isOver });
    })
    .all(refuseMethod('GET'));
  return router;
}

interface Stream {
  readonly watch: ChangeWatch;
  readonly stopping: AbortSignal;
  readonly isOver: () => Promise<boolean>;
}

function stream(response: Response, { watch, stopping, isOver }: Stream): void {
  const end = (): void => void response.end();
  response.status(200);
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  // Nginx would keep the facts until it has a page of them.
  response.setHeader('X-Accel-Buffering', 'no');
  response.write(`retry: ${String(RECONNECT_MS)}\n\n`);
  const stop = watch((change) => void response.write(`event: changed\ndata: ${JSON.stringify(change)}\n\n`));
  // Of a session that cannot be asked about, nobody says that it is over.
  const alive = setInterval(() => {
    void isOver()
      .catch(() => false)
      .then((over) => {
        if (response.writableEnded) return;
        response.write(over ? 'event: ended\ndata: {}\n\n' : ': alive\n\n');
        if (over) end();
      });
  }, ALIVE_EVERY_MS);
  stopping.addEventListener('abort', end, { once: true });
  response.once('close', () => {
    clearInterval(alive);
    stop();
    stopping.removeEventListener('abort', end);
  });
}
