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
  /** Names the part that ended although nobody asked it to. */
  readonly died: Promise<string>;
}
