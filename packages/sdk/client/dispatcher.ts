import { type Dispatcher, ProxyAgent } from 'undici';
import { isProxy, proxyFor, type Proxies } from '../../../src/config/environment/proxies';
import { TajoError } from './errors';

/** What sends a request there. Undefined: undici's own, which a program may have set. Throws `client.invalid_url`. */
export type DispatcherFor = (address: URL) => Dispatcher | undefined;

/** Requests go by the proxy of `HTTPS_PROXY` or `HTTP_PROXY`, unless the address is on this machine or `NO_PROXY` names it. */
export function createDispatcherFor(proxies: Proxies): DispatcherFor {
  const made = new Map<string, Dispatcher>();
  return (address) => {
    const proxy = proxyFor(address, proxies);
    if (proxy === null) return undefined;
    if (!isProxy(proxy)) {
      const name = address.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
      const sentence = `${name} is not the address of a proxy, with user and password percent-encoded.`;
      throw new TajoError('client.invalid_url', sentence, { field: name });
    }
    const dispatcher = made.get(proxy) ?? new ProxyAgent(proxy);
    made.set(proxy, dispatcher);
    return dispatcher;
  };
}
