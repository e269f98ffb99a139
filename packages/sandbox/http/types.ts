/** A request as the sandbox' routes see it: read to its end, query decoded, JSON body parsed. */
export interface SandboxRequest {
  readonly method: string;
  /** Decoded nowhere: identifiers in the path keep their percent signs. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly rawBody: string;
  /** Undefined when the body is empty or not JSON. */
  readonly body: unknown;
  /** Place in the journal. */
  readonly seq: number;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; without `json` and `text` the body is empty. */
  readonly json?: unknown;
  readonly text?: string;
  /** Whether the request changed the sandbox' state. */
  readonly effective?: boolean;
}

export type Handler = (request: SandboxRequest) => Reply;
