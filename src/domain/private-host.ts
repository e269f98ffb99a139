import { isLoopback } from './loopback';

/** Networks that nobody reaches from outside: RFC 1918, 3927, 6598 and 4193, and names that no public DNS has (RFC 6762, RFC 8375). */
const PRIVATE_V4 =
  /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
const PRIVATE_V6 = /^\[(?:f[cd]|fe[89ab])/i;
const PRIVATE_NAME = /(?:^|\.)(?:localhost|local|internal|lan|home\.arpa)$/i;

/** True for a host name (as `URL.hostname` spells it) that a helpdesk in the cloud cannot send to. */
export function isPrivateHost(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  const isNumeric = /^[\d.]+$/.test(name);
  if (isLoopback(name) || PRIVATE_V6.test(name) || PRIVATE_NAME.test(name)) return true;
  return isNumeric ? PRIVATE_V4.test(name) : !name.includes('.') && !name.startsWith('[');
}
