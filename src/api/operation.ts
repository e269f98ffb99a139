import type { z } from 'zod';
import type { Store } from '../store/types';
import { ConnectorError } from '../domain/errors/connector-error';
import type { ConnectorControl } from '../control/control';
import type { Readiness } from './readiness';

/** What the control routes work with. */
export interface OperationDeps {
  readonly store: Store;
  readonly connector: ConnectorControl;
  readonly uiUrl: string | null;
  /** Where the configuration looks for tags, e.g. `['tickets', 'shopify']`. */
  readonly tagSources: (account: string) => readonly string[];
  readonly readiness: () => Promise<Readiness>;
  /** How many secrets the webhook door accepts. */
  readonly webhookSecrets: number;
  /** Id of the key that secrets are sealed with; null: not known. */
  readonly encryptionKeyId: string | null;
}

interface RawRequest {
  readonly query: unknown;
  readonly body: unknown;
  /** Aborts when nobody waits for the answer any more, or the server stops. */
  readonly signal: AbortSignal;
}

interface Definition<Query, Body, Answer> {
  readonly id: string;
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly summary: string;
  readonly query: z.ZodType<Query>;
  readonly body: z.ZodType<Body>;
  readonly answer: z.ZodType<Answer>;
  readonly status: 200 | 201 | 202;
  readonly handle: (request: { query: Query; body: Body; signal: AbortSignal }, deps: OperationDeps) => Promise<Answer>;
}

/** One route of the control API: the same definition serves requests and describes itself in `/openapi.json`. */
export interface Operation extends Pick<
  Definition<unknown, unknown, unknown>,
  'id' | 'method' | 'path' | 'summary' | 'status'
> {
  readonly schemas: { readonly query: z.ZodType; readonly body: z.ZodType; readonly answer: z.ZodType };
  /** Throws `input.invalid` when query or body do not fit; answers with the schema's fields and no others. */
  run(raw: RawRequest, deps: OperationDeps): Promise<unknown>;
}

export function defineOperation<Query, Body, Answer>(definition: Definition<Query, Body, Answer>): Operation {
  const { id, method, path, summary, status, query, body, answer, handle } = definition;
  return {
    id,
    method,
    path,
    summary,
    status,
    schemas: { query, body, answer },
    async run(raw, deps) {
      const parsed = { query: parseInput(query, raw.query), body: parseInput(body, raw.body ?? {}) };
      return answer.parse(await handle({ ...parsed, signal: raw.signal }, deps));
    },
  };
}

/** Checks outside input; throws `input.invalid` that names every faulty field and never repeats a value. */
export function parseInput<Output>(schema: z.ZodType<Output>, raw: unknown): Output {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map(describeIssue);
  const field = fieldOf(parsed.error.issues[0]);
  throw new ConnectorError('input.invalid', `${sentences.join('; ')}.`, field === '' ? {} : { details: { field } });
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const field = fieldOf(issue);
  if (issue.code === 'unrecognized_keys') return `${field} is not a known field`;
  return field === '' ? 'the request must be a JSON object' : `${field} ${issue.message}`;
}

function fieldOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return '';
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1).map((key) => key.slice(0, 64)) : [];
  return [...issue.path, ...unknown].join('.');
}
