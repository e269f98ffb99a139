/** True for a host name (as `URL.hostname` spells it) that never leaves this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname === '::1' || LOOPBACK_V4.test(hostname);
}

// All of 127.0.0.0/8 is loopback. `URL` has already turned spellings such as 0x7f.1 or 2130706433 into dotted decimals.
const LOOPBACK_V4 = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;
