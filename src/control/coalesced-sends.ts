type Send = () => Promise<void>;

export interface SharedSends {
  send(key: string, send: Send): Promise<void>;
  /** Callers that wait just now. */
  readonly waiting: number;
  /** Resolves when no send is under way or to come. */
  settled(): Promise<void>;
}

interface Line {
  /** Sends what came while another send was under way; null: nothing has come. */
  next: Promise<void> | null;
  running: Promise<void>;
}

/**
 * Lets callers with the same key share a send. Each caller is covered by a send that *began* after the call, so what it reports is in
 * what the receiver reads then; a thousand calls for one key are two sends at a time, one under way and one to come.
 */
export function createSharedSends(): SharedSends {
  const lines = new Map<string, Line>();
  let waiting = 0;

  function begin(key: string, send: Send): Promise<void> {
    const line: Line = { next: null, running: send() };
    lines.set(key, line);
    const leave = (): void => {
      if (lines.get(key) === line && line.next === null) lines.delete(key);
    };
    line.running.then(leave, leave);
    return line.running;
  }

  function join(key: string, line: Line, send: Send): Promise<void> {
    const start = (): Promise<void> => begin(key, send);
    line.next ??= line.running.then(start, start);
    return line.next;
  }

  return {
    get waiting() {
      return waiting;
    },
    async settled() {
      while (lines.size > 0) await Promise.allSettled([...lines.values()].map((line) => line.next ?? line.running));
    },
    async send(key, send) {
      const line = lines.get(key);
      waiting += 1;
      try {
        await (line === undefined ? begin(key, send) : join(key, line, send));
      } finally {
        waiting -= 1;
      }
    },
  };
}
