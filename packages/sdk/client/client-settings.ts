import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type Proxies, readProxies } from '../../../src/config/environment/proxies';

/** What the SDK and the command line take from their surroundings. An empty variable counts as missing. */
export interface ClientSettings {
  readonly url: string;
  /** Who says so: the program, `TAJO_URL`, or a connector that was started in this folder; `default`: nobody. */
  readonly urlFrom: 'program' | 'TAJO_URL' | 'home' | 'default';
  /** Of the connector that was started in this folder, whichever is asked; null: none was. */
  readonly homeUrl: string | null;
  /** Absolute path of `TAJO_HOME`. */
  readonly home: string;
  readonly apiKey: string | null;
  readonly gorgiasDomain: string | null;
  readonly gorgiasEmail: string | null;
  readonly gorgiasApiKey: string | null;
  readonly brevoApiKey: string | null;
  /** Where one can look into the sandbox of the connector that was started in this folder; null: there is none. */
  readonly sandbox: string | null;
  /** The newest secret of the webhook door, when it is known here. */
  readonly webhookSecret: string | null;
  /** By which the connector is reached, where it is on another machine. */
  readonly proxies: Proxies;
  /** `SHELL`: the reader's own. */
  readonly shell: string | null;
  /** `NO_COLOR` (no-color.org) is set to anything. */
  readonly noColour: boolean;
}

export interface ClientSettingsOptions {
  /** Chosen by the program itself; goes before the surroundings. */
  readonly url?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const DEFAULT_URL = 'http://127.0.0.1:8080';
const CONNECTOR_FILE = 'connector.json';
const WEBHOOK_SECRET_FILE = 'webhook.secret';

const connectorFileSchema = z.object({
  url: z.string().min(1),
  apiKey: z.string().min(1),
  sandbox: z.string().min(1).nullable().default(null),
});

/**
 * The connector's address and key: `TAJO_URL` and `TAJO_API_KEY`, else what a connector started by `npm start` left in
 * `<TAJO_HOME>/connector.json`, else the default address without a key. The file's key goes to the file's address only: another
 * address in `TAJO_URL` must not be handed the key of the local connector.
 */
export function readClientSettings(options: ClientSettingsOptions = {}): ClientSettings {
  const env = options.env ?? process.env;
  const home = resolve(setting(env, 'TAJO_HOME') ?? '.tajo');
  const local = readConnectorFile(home);
  const fromEnvironment = setting(env, 'TAJO_URL');
  const url = options.url ?? fromEnvironment ?? local?.url ?? DEFAULT_URL;
  const isLocal = local !== null && sameOrigin(local.url, url);
  return {
    url,
    urlFrom:
      options.url !== undefined
        ? 'program'
        : fromEnvironment !== null
          ? 'TAJO_URL'
          : local !== null
            ? 'home'
            : 'default',
    homeUrl: local?.url ?? null,
    home,
    apiKey: setting(env, 'TAJO_API_KEY') ?? (isLocal ? local.apiKey : null),
    gorgiasDomain: setting(env, 'GORGIAS_DOMAIN'),
    gorgiasEmail: setting(env, 'GORGIAS_EMAIL'),
    gorgiasApiKey: setting(env, 'GORGIAS_API_KEY'),
    brevoApiKey: setting(env, 'BREVO_API_KEY'),
    sandbox: isLocal ? local.sandbox : null,
    webhookSecret:
      setting(env, 'GORGIAS_WEBHOOK_SECRET')?.split(',').at(-1) ?? (isLocal ? readWebhookSecret(home) : null),
    proxies: readProxies(env),
    shell: setting(env, 'SHELL'),
    noColour: setting(env, 'NO_COLOR') !== null,
  };
}

/** A missing, unreadable or half-written file is no connector; the first request then says what to do. */
function readConnectorFile(home: string): z.output<typeof connectorFileSchema> | null {
  try {
    return connectorFileSchema.parse(JSON.parse(readFileSync(join(home, CONNECTOR_FILE), 'utf8')));
  } catch {
    return null;
  }
}

/** Made by `npm start` when the environment has none (`dev/home.ts`). */
function readWebhookSecret(home: string): string | null {
  try {
    const secret = readFileSync(join(home, WEBHOOK_SECRET_FILE), 'utf8').trim();
    return secret === '' ? null : secret;
  } catch {
    return null;
  }
}

/** For programs that hand the environment on, such as `tajo config check`. */
export function processEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

function sameOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;
}

function setting(env: Readonly<Record<string, string | undefined>>, name: string): string | null {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? null : value;
}
