import { z } from 'zod';
import type { BrevoSnapshot } from '../../packages/sandbox/brevo/model';
import { startLook } from '../../packages/sandbox/control';
import { type Sandbox, startSandbox } from '../../packages/sandbox/start';
import type { WorldChange } from '../../packages/sandbox/world/changes/schema';
import { type Home, SANDBOX_FILE } from './home';
import { beginSimulation, type SimulationTarget } from './simulation';

export interface Demo {
  readonly gorgiasUrl: string;
  readonly brevoUrl: string;
  /** For `tajo sandbox contact`. */
  readonly lookUrl: string;
  readonly credentials: { readonly email: string; readonly gorgiasApiKey: string; readonly brevoApiKey: string };
  /** From now on tickets are opened, answered, closed and rated, until the demo is closed or what is returned is called. */
  goLive(door: SimulationTarget): () => void;
  close(): Promise<void>;
}

const SAVE_EVERY_MS = 5_000;

/** About 30 requests for the lists and 90 for the details of active customers: a minute at Gorgias' real two requests a second. */
const WORLD = { seed: 7, customers: 400, tickets: 800, surveys: 120, active: { customers: 80, messages: 350 } };

/** Written by ourselves; what is inside is the sandbox' own business. */
const savedSchema = z.object({
  now: z.number(),
  happened: z.array(z.custom<WorldChange>()),
  brevo: z.custom<BrevoSnapshot>((value) => typeof value === 'object' && value !== null),
});

/** The sandbox Gorgias and Brevo. The same world comes up again after a restart, with everything that happened in it. */
export async function openDemo(home: Home): Promise<Demo> {
  const text = home.read(SANDBOX_FILE);
  const saved = text === null ? null : savedSchema.parse(JSON.parse(text));
  const sandbox = await startSandbox({
    // The past ends when the world was made; its time goes on with the machine's, also after a restart.
    world: { ...WORLD, now: saved?.now ?? Date.now(), happened: saved?.happened ?? [], clock: Date.now },
    gorgias: { journalCap: 1_000, webhooks: { journalCap: 1_000 } },
    brevo: { journalCap: 1_000, ...(saved === null ? {} : { state: saved.brevo }) },
  });
  const look = await startLook(sandbox);
  const save = (): void => home.write(SANDBOX_FILE, JSON.stringify(stateOf(sandbox)));
  save();
  const saving = setInterval(save, SAVE_EVERY_MS);
  let stopSimulation = (): void => undefined;
  return {
    gorgiasUrl: sandbox.gorgias.url,
    brevoUrl: sandbox.brevo.url,
    lookUrl: `http://127.0.0.1:${String(look.port)}`,
    credentials: {
      email: sandbox.credentials.gorgias.email,
      gorgiasApiKey: sandbox.credentials.gorgias.apiKey,
      brevoApiKey: sandbox.credentials.brevoApiKey,
    },
    goLive(door) {
      stopSimulation();
      const stopWatching = watchBrevo(sandbox, door.report);
      const endSimulation = beginSimulation(sandbox, { seed: WORLD.seed, ...door }, save);
      stopSimulation = () => {
        endSimulation();
        stopWatching();
      };
      return stopSimulation;
    },
    async close() {
      stopSimulation();
      clearInterval(saving);
      await look.close();
      await sandbox.close();
      save();
    },
  };
}

function stateOf({ world, brevo }: Sandbox): z.output<typeof savedSchema> {
  return { now: world.options.now, happened: [...world.happened], brevo: brevo.state.snapshot() };
}

const POLL_EVERY_MS = 500;

/** Tells of each event that has arrived in the sandbox Brevo, in one line: the other end of the story. @returns Ends it. */
function watchBrevo({ brevo }: Sandbox, report: (line: string) => void): () => void {
  let seen = brevo.state.events().length;
  const poll = (): void => {
    const events = brevo.state.events();
    for (const { name, properties } of events.slice(seen)) {
      const ticket = properties['ticket_id'];
      report(`          → Brevo: ${name}${typeof ticket === 'number' ? ` (ticket ${String(ticket)})` : ''}`);
    }
    seen = events.length;
  };
  const timer = setInterval(poll, POLL_EVERY_MS);
  return () => clearInterval(timer);
}
