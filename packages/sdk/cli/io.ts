import type { Readable, Writable } from 'node:stream';

/** A place that text is written to. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** The process as the commands see it, so that they can be run without one. */
export interface CliIo {
  readonly stdout: TextStream & Writable;
  readonly stderr: TextStream;
  readonly stdin: AsyncIterable<Buffer | string> & Readable & { readonly isTTY?: boolean | undefined };
  /** Calls back on Ctrl-C until the returned function is called. */
  onInterrupt(callback: () => void): () => void;
}
