import { DAY, type Micros } from '../time';
import { type FieldRecord, type IntegrationRecord, type TagRecord, type UserRecord } from './records';

export const BOT_USER_ID = 519_543_299;
export const RULE_ID = 771_201;
export const MACRO_ID = 88_410;
export const SHOP_INTEGRATION_ID = 121_314;

/** Custom fields of the sandbox' account, by the names that the code uses. */
export const field = {
  vip: 319_830,
  customerType: 319_831,
  points: 319_832,
  colour: 319_833,
  retired: 319_834,
  reason: 319_825,
} as const;

const nobody = { managedType: null, choices: null, deactivated: false };

export const customFields: readonly FieldRecord[] = [
  { ...nobody, id: field.vip, objectType: 'Customer', label: 'VIP status', dataType: 'boolean' },
  {
    ...nobody,
    id: field.customerType,
    objectType: 'Customer',
    label: 'Customer type',
    dataType: 'text',
    managedType: 'customer_type',
    choices: ['Retail', 'Wholesale::EU', 'Wholesale::US'],
  },
  { ...nobody, id: field.points, objectType: 'Customer', label: 'Loyalty points', dataType: 'number' },
  { ...nobody, id: field.colour, objectType: 'Customer', label: 'Favourite colour', dataType: 'text' },
  { ...nobody, id: field.retired, objectType: 'Customer', label: 'Old segment', dataType: 'text', deactivated: true },
  {
    ...nobody,
    id: field.reason,
    objectType: 'Ticket',
    label: 'Contact reason',
    dataType: 'text',
    managedType: 'contact_reason',
    choices: ['Order::Status', 'Order::Damaged', 'Return', 'Other'],
  },
];

const agentNames = ['Mara Lind', 'Théo Marchand', 'Ines Rocha', 'Kofi Mensah', 'Yuki Tanaka', 'Sam Price'] as const;

/** Made-up agents, one of them gone, and a bot whose e-mail is none (gorgias-api.md 3.16). */
export function createUsers(since: Micros): readonly UserRecord[] {
  const agents = agentNames.map((name, index): UserRecord => ({
    id: 519_543_240 + index,
    name,
    email: `${
      name
        .split(' ')[0]
        ?.toLowerCase()
        .normalize('NFD')
        .replace(/[^a-z]/g, '') ?? 'agent'
    }@store.example.com`,
    role: index === 0 ? 'admin' : index === 5 ? 'lite-agent' : 'agent',
    active: index !== 4,
    createdUs: since - (30 - index) * DAY,
  }));
  const bot: UserRecord = {
    id: BOT_USER_ID,
    name: 'Gorgias Bot',
    email: 'bot@68c9f2aa01',
    role: 'bot',
    active: true,
    createdUs: since - 31 * DAY,
  };
  return [bot, ...agents];
}

const tagNames = [
  'shipping',
  'refund',
  'VIP',
  'vip',
  'wholesale',
  'damaged',
  'Größe',
  'urgent',
  'sample ticket',
  'réclamation',
  'exchange',
  'review',
] as const;

export function createTags(since: Micros): TagRecord[] {
  return tagNames.map((name, index) => ({
    id: 1_812_976 + index * 7,
    name,
    color: index % 3 === 0 ? '#c13e50' : null,
    createdUs: since - (20 - index) * DAY,
  }));
}

export function createIntegrations(since: Micros): IntegrationRecord[] {
  const createdUs = since - 25 * DAY;
  const base = { http: null, description: null, createdUs, updatedUs: createdUs, deactivatedUs: null };
  return [
    { ...base, id: 121_312, name: 'Support', type: 'email', meta: { address: 'support@store.example.com' } },
    { ...base, id: SHOP_INTEGRATION_ID, name: 'yourstore', type: 'shopify', meta: { shop_name: 'yourstore' } },
    { ...base, id: 121_316, name: 'Hotline', type: 'phone', meta: {} },
  ];
}
