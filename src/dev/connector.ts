/** What `npm start` has brought up. */
export interface Connector {
  readonly account: string;
  readonly url: string;
  readonly apiKey: string;
  /** Opens the console signed in, once and for ten minutes. */
  readonly consoleLink: string;
  readonly temporal: string;
  readonly ui: string | null;
  readonly home: string;
  /** The name of the file that the configuration was read from. */
  readonly settingsFile: string;
  /** Null: the log goes to standard error. */
  readonly logFile: string | null;
  /** Addresses of what stands in for the vendors; null: real accounts. */
  readonly sandbox: {
    readonly gorgias: string;
    readonly brevo: string;
    /** What its policy is, where it is nobody's own. */
    readonly policy: string | null;
  } | null;
  /** Starts the sandbox' daily life, told line by line; null on real accounts. */
  readonly goLive: ((report: (line: string) => void) => void) | null;
  /** The sentence about the part that ended although nobody asked it to. */
  readonly died: Promise<string>;
}
