import type { ConnectorConfig } from '../../config/types';
import { isShopPath } from '../../domain/contact/mapping-types';
import type { Channel, CustomerDetail } from '../../domain/records';
import type { Timestamp } from '../../domain/timestamp';
import { SHOP_TAGS, shopValue } from '../../domain/contact/shop';
import type { CustomerDetailFacts } from '../../store/types';

const PHONE_TYPES = ['phone', 'sms', 'whatsapp'];

/** What is kept of the shop data: values that are mapped, and tags where they are looked for. */
type Wanted = Pick<ConnectorConfig, 'fieldMapping' | 'tags'>;

/** What only `GET /customers/{id}` tells of a customer: phone, further e-mails, shop data. */
export function customerDetailFacts(detail: CustomerDetail, wanted: Wanted, readAt: Timestamp): CustomerDetailFacts {
  return {
    id: detail.id,
    phone: preferredAddress(detail.channels, PHONE_TYPES),
    channelEmail: preferredAddress(detail.channels, ['email']),
    emails: emailsOf(detail),
    shopValues: shopValues(detail, wanted),
    readAt,
  };
}

/** Every address that is a live channel. */
export function emailsOf({ channels }: Pick<CustomerDetail, 'channels'>): readonly string[] {
  return liveChannels(channels, ['email']).flatMap(({ address }) => address ?? []);
}

/** The live channel of one of these types: the preferred one, else the first in the order of `types`, as Gorgias lists them. */
function preferredAddress(channels: readonly Channel[], types: readonly string[]): string | null {
  const live = liveChannels(channels, types).sort((a, b) => types.indexOf(a.type) - types.indexOf(b.type));
  return (live.find((channel) => channel.preferred) ?? live[0])?.address ?? null;
}

function liveChannels(channels: readonly Channel[], types: readonly string[]): Channel[] {
  return channels.filter(
    ({ type, deletedAt, address }) => types.includes(type) && deletedAt === null && address !== null,
  );
}

/** The paths that are kept, sorted. */
export function detailPaths({ fieldMapping, tags }: Wanted): readonly string[] {
  const mapped = Object.keys(fieldMapping).filter(isShopPath);
  return [...new Set([...mapped, ...(tags.from.includes('shopify') ? [SHOP_TAGS] : [])])].sort();
}

function shopValues(detail: CustomerDetail, wanted: Wanted): CustomerDetailFacts['shopValues'] {
  return Object.fromEntries(detailPaths(wanted).map((path) => [path, shopValue(detail.integrations, path)]));
}
