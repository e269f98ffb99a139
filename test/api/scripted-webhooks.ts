import type { ConnectorControl } from '../../src/control/control';
import type { ScriptedConnector } from './scripted-connector';

/** Gorgias' side of webhooks: what was asked for is made, or taken away. */
export function scriptedWebhooks(
  asked: Pick<ScriptedConnector['asked'], 'webhookSetups' | 'webhookRemovals'>,
  ask: <Answer>(answer: () => Answer | Promise<Answer>) => Promise<Answer>,
): Pick<ConnectorControl, 'setUpWebhooks' | 'removeWebhooks'> {
  return {
    removeWebhooks: (account, what) =>
      ask(() => {
        asked.webhookRemovals.push(what);
        const at = (id: number, host: string) => ({
          ...{ id, name: 'Tajo: ticket-created', address: `https://${host}/webhooks/gorgias/${account}` },
        });
        const [ours, others] = [at(12, 'connector.yourstore.com'), at(13, 'staging.yourstore.com')];
        const isOurs = what.address?.startsWith('https://connector.yourstore.com') === true;
        if (what.everywhere === true) return { integrations: [ours, others], elsewhere: [] };
        return { integrations: isOurs ? [ours] : [], elsewhere: isOurs ? [others] : [ours, others] };
      }),
    setUpWebhooks: (account, address, { move }) =>
      ask(() => {
        asked.webhookSetups.push({ account, address, move });
        const integrations = [
          { id: 12, name: 'Tajo: ticket-created', trigger: 'ticket-created', done: 'created' as const },
        ];
        return { address, integrations };
      }),
  };
}
