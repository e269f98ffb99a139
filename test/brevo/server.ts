import { createBrevoClient } from '../../src/brevo/client';
import { type BrevoClient } from '../../src/brevo/types';
import { createTransport } from '../../src/http/transport';
import { type Transport } from '../../src/http/types';
import { type ScriptedServer, startScriptedServer } from '../http/scripted-server';

export interface BrevoBench {
  readonly server: ScriptedServer;
  readonly client: BrevoClient;
  /** Rate-limit groups that the requests were charged to. */
  readonly groups: string[];
  readonly close: () => Promise<void>;
}

/** A client against a scripted Brevo over real HTTP. */
export async function startBrevoBench(): Promise<BrevoBench> {
  const server = await startScriptedServer();
  const groups: string[] = [];
  const transport = createTransport({
    vendor: 'brevo',
    origin: `${server.origin}/v3`,
    headers: () => Promise.resolve({ 'api-key': 'xkeysib-made-up' }),
  });
  const counted: Transport = (request, signal) => {
    groups.push(request.group);
    return transport(request, signal);
  };
  return {
    server,
    client: createBrevoClient(counted),
    groups,
    close: async () => {
      await Promise.all([transport.close(), server.close()]);
    },
  };
}
