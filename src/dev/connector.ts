/** What `npm start` has brought up. */
export interface Connector {
  readonly account: string;
  readonly url: string;
  readonly apiKey: string;
  readonly temporal: string;
  readonly ui: string | null;
  readonly home: string;
  /** Null: the log goes to standard error. */
  readonly logFile: string | null;
  readonly sandbox: boolean;
  /** Starts the sandbox' daily life, told line by line; null on real accounts. */
  readonly goLive: ((report: (line: string) => void) => void) | null;
  /** Names the part that ended although nobody asked it to. */
  readonly died: Promise<string>;
}
