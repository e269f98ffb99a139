import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { type LookupFunction, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * Looks a host up, and keeps to its IPv4 addresses where it has some and this machine can go there. A machine with IPv6 only, and a host with
 * IPv6 only, are served by what there is.
 */
export const ipv4First: LookupFunction = (hostname, options, callback) => {
  const every: LookupAllOptions = { ...(options.hints !== undefined && { hints: options.hints }), all: true };
  lookup(hostname, every, (error, found) => {
    const addresses = error === null ? preferred(found, hasIpv4()) : [];
    const [first] = addresses;
    if (first === undefined) callback(error ?? new Error(`${hostname} has no address`), '', 0);
    else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

export function preferred(found: readonly LookupAddress[], canUseIpv4: boolean): LookupAddress[] {
  const ofIpv4 = found.filter(({ family }) => family === 4);
  const isUsable = canUseIpv4 || ofIpv4.every(({ address }) => address.startsWith('127.'));
  return ofIpv4.length > 0 && isUsable ? ofIpv4 : [...found];
}

/** Beyond this machine itself. */
function hasIpv4(): boolean {
  return Object.values(networkInterfaces()).some((all = []) =>
    all.some(({ address, internal }) => !internal && isIPv4(address)),
  );
}
