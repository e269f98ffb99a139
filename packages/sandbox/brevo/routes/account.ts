import { type Reply } from '../../http/types';
import { type BrevoContext } from '../context';

export function getAccount({ organizationId }: BrevoContext): Reply {
  const json = {
    organization_id: organizationId,
    user_id: 1,
    enterprise: false,
    companyName: 'Sandbox Store',
    email: 'owner@store.example.com',
    firstName: 'Sandy',
    lastName: 'Box',
    address: { street: '1 Sample St', city: 'Paris', zipCode: '75001', country: 'France' },
    plan: [{ type: 'free', creditsType: 'sendLimit', credits: 300 }],
    planVerticals: [],
    relay: { enabled: true, data: { userName: 'owner@store.example.com', relay: 'smtp-relay.brevo.com', port: 587 } },
    marketingAutomation: { enabled: true, key: 'sandbox-ma-key' },
    dateTimePreferences: { timezone: 'Europe/Paris', timeFormat: '24h', dateFormat: 'dd-mm-YYYY' },
  };
  return { status: 200, json };
}
