import { type BrevoMemory } from './memory';
import { type AttributeValue } from './model';

export interface SeedContact {
  readonly email: string;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly extId?: string;
  readonly listIds?: readonly number[];
  readonly listUnsubscribed?: readonly number[];
  readonly emailBlacklisted?: boolean;
}

export function seedContacts(memory: BrevoMemory, contacts: readonly SeedContact[], now: number): void {
  for (const contact of contacts) {
    memory.add({
      email: contact.email.toLowerCase(),
      extId: contact.extId ?? null,
      attributes: contact.attributes ?? {},
      listIds: contact.listIds ?? [],
      listUnsubscribed: contact.listUnsubscribed ?? null,
      emailBlacklisted: contact.emailBlacklisted ?? false,
      smsBlacklisted: false,
      createdAt: now,
      modifiedAt: now,
    });
  }
}
