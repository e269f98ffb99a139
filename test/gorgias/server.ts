import { createGorgiasClient } from '../../src/gorgias/client';
import { type GorgiasClient } from '../../src/gorgias/types';
import { createTransport } from '../../src/http/transport';
import { type Transport } from '../../src/http/types';
import { caught } from '../http/caught';
import { type ScriptedAnswer, type ScriptedServer, startScriptedServer } from '../http/scripted-server';

export interface GorgiasBench {
  readonly server: ScriptedServer;
  readonly transport: Transport;
  readonly client: GorgiasClient;
  /** What `call`, a customer's record unless given, fails with when the server answers so. */
  readonly errorOf: (answer: ScriptedAnswer, call?: () => Promise<unknown>) => ReturnType<typeof caught>;
  readonly close: () => Promise<void>;
}

/** A client against a scripted Gorgias over real HTTP. `headers`: what it signs with. */
export async function startGorgiasBench(headers: Readonly<Record<string, string>> = {}): Promise<GorgiasBench> {
  const server = await startScriptedServer();
  const transport = createTransport({
    vendor: 'gorgias',
    origin: `${server.origin}/api`,
    headers: () => Promise.resolve(headers),
  });
  const client = createGorgiasClient(transport);
  return {
    server,
    transport,
    client,
    errorOf: (answer, call = () => client.getCustomer(5)) => {
      server.answers(answer);
      return caught(call());
    },
    close: async () => {
      await Promise.all([transport.close(), server.close()]);
    },
  };
}
