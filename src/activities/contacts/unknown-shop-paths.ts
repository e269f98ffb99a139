import { adviceOn } from '../../config/file/nearest';
import type { ConnectorConfig } from '../../config/types';
import { isShopPath } from '../../domain/contact/mapping-types';
import { shopPaths, shopValue } from '../../domain/contact/shop';
import { isConnectorError } from '../../domain/errors/connector-error';
import type { CustomerDetail } from '../../domain/records';
import type { GorgiasClient } from '../../gorgias/types';
import type { SettingFinding } from '../../workflows/messages';

/** Each costs a request. */
const LOOKED_AT = 5;

/**
 * Mapped paths into shop data that lead nowhere with the customers that changed last. Nobody lists what a shop's data holds, so this is the only
 * way to hear of a misspelt one before its attribute stays empty; and no fault, since another customer may have the value.
 */
export async function unknownShopPaths(
  { fieldMapping }: Pick<ConnectorConfig, 'fieldMapping'>,
  gorgias: Pick<GorgiasClient, 'listCustomers' | 'getCustomer'>,
): Promise<readonly SettingFinding[]> {
  const paths = Object.keys(fieldMapping).filter(isShopPath);
  if (paths.length === 0) return [];
  const customers = await lastChanged(gorgias);
  if (customers.length === 0) return [];
  const known = [...new Set(customers.flatMap(({ integrations }) => shopPaths(integrations)))].sort();
  const unknown = paths.filter((path) => customers.every(({ integrations }) => shopValue(integrations, path) === null));
  const whose = `None of the customers that changed last (${String(customers.length)}) has`;
  return unknown.map((path) => ({
    setting: `field_mapping.${path}`,
    sentence:
      known.length === 0
        ? `${whose} data of a shop, so nobody can say whether this leads to a value`
        : `${whose} a value there; ${adviceOn(path, known)}`,
  }));
}

async function lastChanged(
  gorgias: Pick<GorgiasClient, 'listCustomers' | 'getCustomer'>,
): Promise<readonly CustomerDetail[]> {
  const { rows } = await gorgias.listCustomers({ limit: LOOKED_AT, orderBy: 'updated_datetime:desc' });
  const details: CustomerDetail[] = [];
  for (const { id } of rows) {
    try {
      details.push(await gorgias.getCustomer(id));
    } catch (thrown) {
      // Deleted or merged since it was listed.
      if (!isConnectorError(thrown, 'gorgias.not_found') && !isConnectorError(thrown, 'gorgias.merged')) throw thrown;
    }
  }
  return details;
}
