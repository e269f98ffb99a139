/** One request to a vendor, before the transport adds origin, credentials and limits. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the vendor's base, starting with a slash, each segment already URL-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly (string | number)[] | undefined>>;
  readonly body?: unknown;
  /** The vendor's rate-limit group that this request is charged to. */
  readonly group: string;
  /** Path with ids replaced by names, for logs and metrics: `/customers/{id}`. */
  readonly route: string;
  /** Asked at the last moment; what it throws keeps the request from being made. */
  readonly beforeDeparture?: () => void;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; a repeated header is joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly ms: number;
}

/** Performs exactly one request. Throws a `ConnectorError` when there is no HTTP answer; any status is an answer. */
export type Transport = (request: HttpRequest, signal?: AbortSignal) => Promise<HttpResponse>;
