import { fetch, ProxyAgent, type Response } from 'undici';

/** One file from anywhere, redirects followed, for nothing secret is sent. `proxy`: null, or what it is reached by. */
export function download(
  address: string,
  options: { readonly timeoutMs: number; readonly proxy: string | null },
): Promise<Response> {
  const { timeoutMs, proxy } = options;
  return fetch(address, {
    signal: AbortSignal.timeout(timeoutMs),
    // undici's own fetch: that of Node 20 takes no dispatcher of another undici.
    ...(proxy !== null && { dispatcher: new ProxyAgent(proxy) }),
  });
}
