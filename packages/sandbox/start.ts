import { defaultAttributes } from './brevo/defaults';
import { normalisePhone } from './brevo/phone';
import { type SeedContact } from './brevo/seed';
import { startBrevoSandbox, type BrevoSandbox, type BrevoSandboxOptions } from './brevo/start';
import {
  startGorgiasSandbox,
  type GorgiasCredentials,
  type GorgiasSandbox,
  type GorgiasSandboxOptions,
} from './gorgias/start';
import { isLivePhone } from './world/generate/customers';
import { createWorld, type World, type WorldSettings } from './world/world';

export interface SandboxOptions {
  readonly world?: WorldSettings | undefined;
  readonly gorgias?: Omit<GorgiasSandboxOptions, 'world' | 'credentials'> | undefined;
  readonly brevo?: Omit<BrevoSandboxOptions, 'apiKey'> | undefined;
  readonly credentials?: Partial<SandboxCredentials> | undefined;
  /** Attributes of the shipped mapping that Brevo shall not have yet. */
  readonly missingAttributes?: readonly string[] | undefined;
  /** People whom Brevo knows before the connector comes. Default true; only in a fresh Brevo. */
  readonly acquaintances?: boolean | undefined;
}

export interface SandboxCredentials {
  readonly gorgias: GorgiasCredentials;
  readonly brevoApiKey: string;
}

/** Contacts that test consent and clashes; null where the world has nobody who fits. */
export interface Acquaintances {
  /** A Gorgias customer who took all mail off. */
  readonly blocklisted: string | null;
  /** A Gorgias customer who left list 36. */
  readonly unsubscribed: string | null;
  /** Somebody unknown to Gorgias who holds a Gorgias customer's phone. */
  readonly phoneHolder: { readonly email: string; readonly phone: string; readonly customerEmail: string } | null;
}

export interface Sandbox {
  readonly world: World;
  readonly gorgias: GorgiasSandbox;
  readonly brevo: BrevoSandbox;
  readonly credentials: SandboxCredentials;
  readonly acquaintances: Acquaintances;
  close(): Promise<void>;
}

/** A Gorgias and a Brevo on free loopback ports, over one made-up world. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = createWorld(options.world);
  const key = world.options.canary?.key ?? 'sandbox';
  const credentials: SandboxCredentials = {
    gorgias: options.credentials?.gorgias ?? { email: 'owner@store.example.com', apiKey: `gorgias-${key}` },
    brevoApiKey: options.credentials?.brevoApiKey ?? `xkeysib-${key}`,
  };
  const acquaintances = options.acquaintances === false ? nobody : chooseAcquaintances(world);
  const gorgias = await startGorgiasSandbox({ ...options.gorgias, world, credentials: credentials.gorgias });
  const brevo = await startBrevoSandbox({
    attributes: defaultAttributes(options.missingAttributes),
    contacts: seedsOf(acquaintances),
    ...options.brevo,
    apiKey: credentials.brevoApiKey,
  });
  return {
    world,
    gorgias,
    brevo,
    credentials,
    acquaintances,
    close: async () => {
      await Promise.all([gorgias.close(), brevo.close()]);
    },
  };
}

const nobody: Acquaintances = { blocklisted: null, unsubscribed: null, phoneHolder: null };

function chooseAcquaintances(world: World): Acquaintances {
  const withEmail = [...world.customers.values()].flatMap(({ email, channels }) =>
    email === null
      ? []
      : [
          {
            email: email.toLowerCase(),
            phone: channels.length === 1 && isLivePhone(channels[0]) ? channels[0]?.address : undefined,
          },
        ],
  );
  const [blocklisted, unsubscribed] = [
    withEmail[Math.floor(withEmail.length / 3)],
    withEmail[Math.floor(withEmail.length / 2)],
  ];
  const customer = withEmail.findLast(
    ({ email, phone }) => phone !== undefined && email !== blocklisted?.email && email !== unsubscribed?.email,
  );
  const phone = customer?.phone === undefined ? null : normalisePhone(customer.phone);
  return {
    blocklisted: blocklisted?.email ?? null,
    unsubscribed: unsubscribed?.email === blocklisted?.email ? null : (unsubscribed?.email ?? null),
    phoneHolder:
      customer === undefined || phone === null
        ? null
        : { email: 'reception@hotel.example.com', phone, customerEmail: customer.email },
  };
}

function seedsOf({ blocklisted, unsubscribed, phoneHolder }: Acquaintances): readonly SeedContact[] {
  const seeds: SeedContact[] = [
    { email: 'newsletter@reader.example.com', listIds: [2], attributes: { FIRSTNAME: 'Nora' } },
  ];
  if (blocklisted !== null) seeds.push({ email: blocklisted, emailBlacklisted: true, listIds: [2] });
  if (unsubscribed !== null) seeds.push({ email: unsubscribed, listUnsubscribed: [36] });
  if (phoneHolder !== null) seeds.push({ email: phoneHolder.email, attributes: { SMS: phoneHolder.phone } });
  return seeds;
}
