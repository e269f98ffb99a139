/** A workflow that was signalled refreshes within seconds. Should the signal be lost all the same, it gets another after this. */
export const SIGNAL_AGAIN = `interval '10 minutes'`;
