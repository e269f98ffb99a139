import { createServer, type IncomingMessage } from 'node:http';
import { z } from 'zod';
import { heldContact } from './contact';
import { DELIVERY_STATES } from './gorgias/webhooks/deliveries';
import { misbehaviour } from './gorgias/webhooks/misbehaviour';
import { faultMessage } from './http/fault-schema';
import { type JournalFilter } from './http/journal';
import { listen, type RunningServer } from './http/server';
import { type Sandbox } from './start';
import { worldChange } from './world/changes/schema';

const vendor = z.enum(['gorgias', 'brevo']);
const filter = z.object({
  method: z.string().optional(),
  pathPrefix: z.string().optional(),
  status: z.number().optional(),
  effective: z.boolean().optional(),
  sinceSeq: z.number().optional(),
});

/** What another process may ask of a running sandbox; every answer is JSON. */
const messages = {
  faults: z.object({ of: vendor, add: z.array(faultMessage).default([]), clear: z.boolean().default(false) }),
  odd: z.object({
    of: vendor,
    show: z
      .array(z.object({ collection: z.string(), id: z.number(), fields: z.record(z.string(), z.unknown()) }))
      .default([]),
    clear: z.boolean().default(false),
  }),
  mutate: z.object({ changes: z.array(worldChange) }),
  journal: z.object({
    of: vendor,
    filter: filter.default({}),
    clear: z.boolean().default(false),
    countOnly: z.boolean().default(false),
  }),
  integrations: z.object({
    add: z.array(z.unknown()).default([]),
    remove: z.array(z.number()).default([]),
    /** Null: behave again. */
    misbehave: misbehaviour.nullable().optional(),
  }),
  deliveries: z.object({
    filter: z
      .object({
        state: z.enum(DELIVERY_STATES).optional(),
        trigger: z.string().optional(),
        ticketId: z.number().optional(),
        integrationId: z.number().optional(),
        sinceSeq: z.number().optional(),
      })
      .default({}),
    clear: z.boolean().default(false),
    countOnly: z.boolean().default(false),
  }),
  state: z.object({ of: vendor }),
  /** An e-mail, or the number of a ticket. */
  contact: z.object({ who: z.string() }),
  credentials: z.object({
    gorgias: z.object({ email: z.string(), apiKey: z.string() }).optional(),
    brevoApiKey: z.string().optional(),
  }),
};

type Answer = (sandbox: Sandbox, body: unknown) => unknown;

const answers: Readonly<Record<string, Answer>> = {
  faults: (sandbox, body) => {
    const { of, add, clear } = messages.faults.parse(body);
    if (clear) sandbox[of].faults.clear();
    for (const fault of add) sandbox[of].faults.add(fault);
    return { played: sandbox[of].faults.played };
  },
  odd: (sandbox, body) => {
    const { of, show, clear } = messages.odd.parse(body);
    const { odd } = sandbox[of];
    if (clear) odd.clear();
    for (const { collection, id, fields } of show) odd.show(collection, id, fields);
    return {};
  },
  mutate: (sandbox, body) => ({
    ids: messages.mutate.parse(body).changes.map((change) => sandbox.world.change(change)),
  }),
  journal: (sandbox, body) => {
    const wanted = messages.journal.parse(body);
    const { journal } = sandbox[wanted.of];
    const criteria: JournalFilter = Object.fromEntries(
      Object.entries(wanted.filter).filter(([, value]) => value !== undefined),
    );
    const answer = { total: journal.total, count: journal.count(criteria) };
    const entries = wanted.countOnly ? [] : journal.requests(criteria);
    if (wanted.clear) journal.clear();
    return { ...answer, entries };
  },
  integrations: (sandbox, body) => {
    const { add, remove, misbehave } = messages.integrations.parse(body);
    const { integrations } = sandbox.gorgias;
    for (const id of remove) integrations.remove(id);
    const ids = add.map((wanted) => integrations.create(wanted).id);
    if (misbehave !== undefined) integrations.misbehave(misbehave);
    return { ids, integrations: integrations.list() };
  },
  deliveries: (sandbox, body) => {
    const { filter: wanted, clear, countOnly } = messages.deliveries.parse(body);
    const { deliveries } = sandbox.gorgias.integrations;
    const found = deliveries.list(wanted);
    if (clear) deliveries.clear();
    return { total: deliveries.total, count: found.length, deliveries: countOnly ? [] : found };
  },
  state: (sandbox, body) => {
    const { of } = messages.state.parse(body);
    if (of === 'gorgias') return { options: sandbox.world.options, happened: sandbox.world.happened };
    const { state } = sandbox.brevo;
    return {
      ...state.snapshot(),
      pendingImports: state.pendingImports(),
      duplicateEvents: state.duplicateEvents().length,
    };
  },
  contact: (sandbox, body) => heldContact(sandbox, messages.contact.parse(body).who),
  keys: ({ credentials: { gorgias, brevoApiKey } }) => ({ ...gorgias, brevoApiKey }),
  credentials: (sandbox, body) => {
    const { gorgias, brevoApiKey } = messages.credentials.parse(body);
    if (gorgias !== undefined) sandbox.gorgias.setCredentials(gorgias);
    if (brevoApiKey !== undefined) sandbox.brevo.setApiKey(brevoApiKey);
    return {};
  },
};

/** `POST /__sandbox/{faults,odd,mutate,journal,integrations,deliveries,state,contact,keys,credentials}` on a loopback port of its own, so that no vendor path is taken. */
export async function startControl(sandbox: Sandbox, port = 0): Promise<RunningServer> {
  return serve(sandbox, answers, port);
}

/** The same for whoever only looks: nothing can be changed by it. */
export async function startLook(sandbox: Sandbox): Promise<RunningServer> {
  return serve(sandbox, { contact: answers['contact'], keys: answers['keys'] }, 0);
}

async function serve(
  sandbox: Sandbox,
  offered: Readonly<Record<string, Answer | undefined>>,
  port: number,
): Promise<RunningServer> {
  const server = createServer((message, response) => {
    const reply = async (): Promise<void> => {
      const name = /^\/__sandbox\/([a-z]+)$/.exec(message.url ?? '')?.[1] ?? '';
      const answer = offered[name];
      const [status, body] =
        answer === undefined ? [404, { error: 'no such route' }] : attempt(answer, sandbox, await readJson(message));
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    reply().catch(() => response.destroy());
  });
  return listen(server, port);
}

function attempt(answer: Answer, sandbox: Sandbox, body: unknown): readonly [number, unknown] {
  try {
    return [200, answer(sandbox, body)];
  } catch (cause) {
    return [400, { error: cause instanceof Error ? cause.message : String(cause) }];
  }
}

async function readJson(message: IncomingMessage): Promise<unknown> {
  message.setEncoding('utf8');
  let text = '';
  for await (const chunk of message) text += String(chunk);
  return text === '' ? {} : JSON.parse(text);
}
