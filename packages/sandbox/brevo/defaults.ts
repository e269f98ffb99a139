import { type BrevoAttribute, type BrevoFolder, type BrevoListRecord, type BrevoTemplate } from './model';

const normal = (name: string, type: string): BrevoAttribute => ({ name, category: 'normal', type });

/** What every account has, and Brevo's own sums. */
const standard: readonly BrevoAttribute[] = [
  normal('FIRSTNAME', 'text'),
  normal('LASTNAME', 'text'),
  normal('SMS', 'text'),
  normal('WHATSAPP', 'text'),
  normal('LANDLINE_NUMBER', 'text'),
  normal('JOB_TITLE', 'text'),
  {
    name: 'DOUBLE_OPT-IN',
    category: 'category',
    enumeration: [
      { label: 'Yes', value: 1 },
      { label: 'No', value: 2 },
    ],
  },
  { name: 'BLACKLIST', category: 'global', type: 'float', calculatedValue: 'COUNT[BLACKLISTED,BLACKLISTED,<,NOW()]' },
];

/** The attributes of the shipped configuration, with the types that fit. */
const mapped: readonly BrevoAttribute[] = [
  normal('GORGIAS_ID', 'text'),
  normal('TICKET_COUNT', 'float'),
  normal('LAST_SUPPORT_DATE', 'date'),
  normal('LAST_SUPPORT_CHANNEL', 'text'),
  normal('AVG_RESPONSE_TIME', 'float'),
  normal('CSAT_SCORE', 'float'),
  normal('CSAT_RESPONSES', 'float'),
  normal('CUSTOMER_TYPE', 'text'),
  normal('VIP_STATUS', 'boolean'),
];

/** @param leaveOut Names that the account shall not have yet, so that the connector must make them. */
export function defaultAttributes(leaveOut: readonly string[] = []): readonly BrevoAttribute[] {
  return [...standard, ...mapped].filter(({ name }) => !leaveOut.includes(name));
}

export const defaultFolders: readonly BrevoFolder[] = [
  { id: 1, name: 'Your first folder' },
  { id: 4, name: 'Support' },
];

export const defaultLists: readonly BrevoListRecord[] = [
  { id: 2, name: 'Your first list', folderId: 1 },
  { id: 35, name: 'All support contacts', folderId: 4 },
  { id: 36, name: 'Satisfied customers', folderId: 4 },
  { id: 37, name: 'Dissatisfied customers', folderId: 4 },
];

export const defaultTemplates: readonly BrevoTemplate[] = [
  { id: 12, name: 'Win back', isActive: true },
  { id: 30, name: 'How did we do', isActive: true },
  { id: 31, name: 'Old newsletter', isActive: false },
];
