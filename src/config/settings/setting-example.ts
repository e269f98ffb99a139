import { customFieldName, isShopPath } from '../../domain/contact/mapping-types';
import { type ListedSetting } from './setting-index';
import { type SettingPath } from './setting-path';

/** The attributes that `tajo.example.yaml` gives to the fields that Gorgias, or we, have for everybody. */
const USUAL_ATTRIBUTES: Readonly<Record<string, string>> = {
  id: 'GORGIAS_ID',
  email: 'email',
  name: 'FIRSTNAME',
  firstname: 'FIRSTNAME',
  lastname: 'LASTNAME',
  phone: 'SMS',
  nb_tickets: 'TICKET_COUNT',
  last_ticket_date: 'LAST_SUPPORT_DATE',
  last_ticket_channel: 'LAST_SUPPORT_CHANNEL',
  last_satisfaction_score: 'CSAT_SCORE',
  satisfaction_count: 'CSAT_RESPONSES',
};

const LONGEST_ATTRIBUTE = 50;
const ATTRIBUTE = /^[A-Z][A-Z0-9_]*$/;

/** A value that could stand at this very place of the file: an attribute fits its field, not any. */
export function exampleFor({ path: pattern, example }: ListedSetting, path: SettingPath): string {
  const field = path.at(-1) ?? '';
  if (!pattern.includes('field_mapping')) return example;
  if (Object.hasOwn(USUAL_ATTRIBUTES, field)) return USUAL_ATTRIBUTES[field] ?? example;
  const name = customFieldName(field.split('.').at(-1) ?? '').toUpperCase();
  return ATTRIBUTE.test(name) ? name.slice(0, LONGEST_ATTRIBUTE) : example;
}

/** `FIRSTNAME: name` -> `name: FIRSTNAME`; undefined: the line is wrong in another way. No field is written in capitals. */
export function turnedRound({ path }: ListedSetting, key: string, written: string): string | undefined {
  if (!path.includes('field_mapping') || !ATTRIBUTE.test(key)) return undefined;
  const isField = isShopPath(written) || (written !== '' && written === customFieldName(written));
  return isField ? `${written.slice(0, 60)}: ${key}` : undefined;
}
