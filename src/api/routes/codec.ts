import { json, Router, type RequestHandler } from 'express';
import { createKeyCheck, requireKey } from '../bearer';
import { allowCodec, decodePayloads, encodePayloads, payloadsSchema } from '../../../packages/sdk/contract/codec';
import { parseInput } from '../operation';
import { fromJson, type PayloadTranslator, toJson } from '../payload-json';
import { named, nameRoute } from '../request-log';
import { limitRate, requireJson } from './control';
import { refuseMethod } from './health';

/** Temporal refuses a payload of more than 2 MB; a page of a history may hold several, and base64 adds a third. */
const MAX_BODY = '8mb';
const ASK_AGAIN_AFTER_SECONDS = 600;

const VERBS = [
  [decodePayloads, 'decode'],
  [encodePayloads, 'encode'],
] as const;

export interface CodecDeps {
  readonly translator: PayloadTranslator;
  /** The one web page that may call from a browser: origin of the Temporal web interface. Null: none. */
  readonly uiOrigin: string | null;
  readonly apiKey: string;
  readonly requestsPerSecond: number;
}

/**
 * Temporal's remote codec: its web interface (or `temporal --codec-endpoint`) sends payloads here to show them readable. A browser has the
 * key from a visit to `/codec`, which asks for it: the web interface itself has no place to enter one.
 */
export function codecRoutes(deps: CodecDeps): Router {
  const router = Router({ strict: true, caseSensitive: true });
  const check = createKeyCheck(deps.apiKey, ['bearer', 'basic']);
  const key = requireKey(check);
  router.use(allowCodec.path, allowOrigin(deps.uiOrigin), limitRate(deps.requestsPerSecond, check));
  router.route(allowCodec.path).all(named(allowCodec.path)).get(challenge, key, greet).all(refuseMethod('GET'));
  for (const [{ path }, verb] of VERBS) {
    const guards = [key, requireJson, json({ limit: MAX_BODY, inflate: false, strict: true })];
    router
      .route(path)
      .all(named(path))
      .post(...guards, translate(deps.translator, verb))
      .all(refuseMethod('POST'));
  }
  return router;
}

/** Errors carry the headers too, so that the web interface can say what went wrong; any other page gets none of them. */
function allowOrigin(uiOrigin: string | null): RequestHandler {
  return (request, response, next) => {
    response.setHeader('Vary', 'Origin');
    if (uiOrigin === null || request.get('origin') !== uiOrigin) {
      next();
      return;
    }
    response.setHeader('Access-Control-Allow-Origin', uiOrigin);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    if (request.method !== 'OPTIONS' || request.get('access-control-request-method') === undefined) {
      next();
      return;
    }
    nameRoute(response, 'codec preflight');
    response.setHeader('Access-Control-Allow-Methods', 'POST');
    response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type, x-namespace');
    response.setHeader('Access-Control-Max-Age', String(ASK_AGAIN_AFTER_SECONDS));
    response.status(204).end();
  };
}

/** Makes a browser ask for the key and keep it for the requests of the web interface. */
const challenge: RequestHandler = (_request, response, next) => {
  response.setHeader('WWW-Authenticate', 'Basic realm="TAJO_API_KEY as the password", charset="UTF-8"');
  next();
};

const greet: RequestHandler = (_request, response) => {
  response.removeHeader('WWW-Authenticate');
  response.type('text/plain').send('The Temporal web interface can now show payloads in this browser.\n');
};

function translate(translator: PayloadTranslator, verb: 'decode' | 'encode'): RequestHandler {
  return async (request, response) => {
    const payloads = fromJson(parseInput(payloadsSchema, request.body));
    response.json(toJson(await translator[verb](payloads)));
  };
}
