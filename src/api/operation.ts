import { z } from 'zod';
import type { Call, GivenAnswerOf, RequestOf } from '../../packages/sdk/contract/call';
import type { Role } from '../store/sessions/sessions';
import type { Store } from '../store/types';
import { ConnectorError } from '../domain/errors/connector-error';
import type { PolicyData } from '../config/policy-file';
import type { ConnectorConfig } from '../config/types';
import type { ConnectorControl } from '../control/control';
import type { Readiness } from './readiness';
import { withoutPersonal } from './personal';
import type { SignIn } from './sessions/sign-in';

/** What the control routes work with. */
export interface OperationDeps {
  readonly store: Store;
  readonly connector: ConnectorControl;
  readonly uiUrl: string | null;
  /** Of Temporal: where it keeps the workflows. */
  readonly namespace: string;
  /** Where the configuration looks for tags, and which of them have a list. */
  readonly tagsOf: (account: string) => Pick<ConnectorConfig['tags'], 'from' | 'lists' | 'auto'>;
  /** Campaigns of the policy, and events of `event_mapping`, as the configuration names them. */
  readonly campaignNames: (account: string) => readonly string[];
  readonly eventNames: (account: string) => readonly string[];
  /** Addresses that nobody is written to at, as `exclude` has them. */
  readonly excludeOf: (account: string) => readonly string[];
  /** `lists.open_support`; null: there is none. */
  readonly openSupportOf: (account: string) => ConnectorConfig['lists']['openSupport'];
  /** How long an answer is waited for, and which scores are good ones. */
  readonly csatOf: (account: string) => ConnectorConfig['csat'];
  /** The sections of `tajo.yaml` that decide about an account's campaigns, as the file spells them. */
  readonly policyOf: (account: string) => PolicyData;
  /** The name of the file that the configuration was read from. */
  readonly settingsFile: string;
  readonly readiness: () => Promise<Readiness>;
  /** How many secrets the webhook door accepts. */
  readonly webhookSecrets: number;
  /** Id of the key that secrets are sealed with; null: not known. */
  readonly encryptionKeyId: string | null;
  readonly signIn: SignIn;
}

interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** Aborts when nobody waits for the answer any more, or the server stops. */
  readonly signal: AbortSignal;
  readonly role: Role;
}

/** A call of the contract, implemented. */
export interface Operation<One extends Call = Call> {
  readonly call: One;
  /** Throws `input.invalid` when the request does not fit; answers with the fields of the call's answer and no others. */
  run(raw: RawRequest, deps: OperationDeps): Promise<unknown>;
}

type Handle<One extends Call> = (
  request: RequestOf<One> & Pick<RawRequest, 'signal' | 'role'>,
  deps: OperationDeps,
) => Promise<GivenAnswerOf<One>>;

/** What a call that says nothing of its query or body takes. */
export const NOTHING = z.strictObject({});

/** Says how a call is answered: the compiler holds the handler's input and answer against the call's schemas. */
export function implement<One extends Call>(call: One, handle: Handle<One>): Operation<One> {
  const { params = NOTHING, query = NOTHING, body = NOTHING, answer } = call;
  return {
    call,
    async run(raw, deps) {
      const parsed = {
        params: parseInput(params, raw.params),
        query: parseInput(query, onlyOnce(raw.query)),
        body: parseInput(body, raw.body ?? {}),
      };
      // Parsed by the schemas that `RequestOf` reads its types from, which the compiler does not see through a type parameter.
      const request = parsed as RequestOf<One>;
      const { signal, role } = raw;
      const answered = answer.parse(await handle({ ...request, signal, role }, deps));
      return role === 'reader' ? withoutPersonal(answer, answered) : answered;
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

/** `?limit=1&limit=2`: which one is meant nobody can say. No call takes a list there. */
function onlyOnce(query: unknown): unknown {
  const twice = Object.entries(query ?? {})
    .find(([, value]) => Array.isArray(value))?.[0]
    .slice(0, 64);
  if (twice === undefined) return query;
  throw new ConnectorError('input.invalid', `${twice} must be given once.`, { details: { field: twice } });
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const field = fieldOf(issue);
  if (issue.code === 'unrecognized_keys') return `${field} is not a known field`;
  return field === '' ? 'the request must be a JSON object' : `${field} ${issue.message}`;
}

function fieldOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return '';
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1).map((key) => key.slice(0, 64)) : [];
  return pathOf([...issue.path, ...unknown]);
}

/** `resources[0]`, as a program writes it. */
function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${String(part)}]`;
    return name === '' ? String(part) : `${name}.${String(part)}`;
  }, '');
}
