import { preferred } from '../../src/http/ipv4-first';

const V4 = { address: '198.51.100.1', family: 4 };
const V6 = { address: '2001:db8::1', family: 6 };
const HERE = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

describe('of the addresses of Brevo', () => {
  it.each([
    ['both are known and this machine has IPv4, those are used', [V6, V4], true, [V4]],
    ['this machine has IPv6 only, all are tried', [V6, V4], false, [V6, V4]],
    ['the host has IPv6 only, that is used', [V6], true, [V6]],
    ['the host is this machine, IPv4 is used even without a network', HERE, false, [HERE[0]]],
  ])('when %s', (_case, found, canUseIpv4, expected) => expect(preferred(found, canUseIpv4)).toEqual(expected));
});
