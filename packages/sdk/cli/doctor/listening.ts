import { connect } from 'node:net';

const WITHIN_MS = 2_000;

/** True when something accepts connections there. */
export function isListening(hostname: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port, timeout: WITHIN_MS });
    const conclude = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => conclude(true));
    socket.once('timeout', () => conclude(false));
    socket.once('error', () => conclude(false));
  });
}
