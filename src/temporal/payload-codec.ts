import { type Payload, type PayloadCodec, type SerializationContext } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { Keyring } from '../crypto/keyring';
import { ConnectorError } from '../domain/errors/connector-error';
import { historySubjectOf } from './history-subject';
import { isReadable } from './readable-payload';

const ENCODING = 'binary/encrypted';
const CONTEXT = 'temporal-payload';
/** What stands in the place of a payload whose key was destroyed with the person. */
const ERASED = 'erased: the person asked for it, and the key of this history is destroyed';

/** Keys that seal what Temporal keeps of one ticket or campaign, and that are destroyed with the person (`store/privacy/history-keys.ts`). */
export interface PersonalKeys {
  of(subject: { readonly account: string; readonly subject: string }): Promise<Keyring>;
  find(id: string): Promise<Keyring | null>;
}

/**
 * Encrypts what goes into histories (design D4), but for the few texts that tell a person where a run is: histories of tickets and campaigns by
 * a key of their own, the others by the encryption key, and without `personal` all by that. A payload without our encoding passes through
 * unread, so that an input typed into the Temporal UI or CLI works as it stands.
 */
export function createPayloadCodec(keyring: Keyring, personal: PersonalKeys | null = null): PayloadCodec {
  return {
    encode: async (payloads, context) => {
      const secret = payloads.some((payload) => !isReadable(payload));
      const keys = secret ? await keysOf({ keyring, personal }, context) : keyring;
      return payloads.map((payload) => (isReadable(payload) ? payload : encrypt(keys, payload)));
    },
    decode: (payloads) => Promise.all(payloads.map((payload) => decrypt({ keyring, personal }, payload))),
  };
}

interface Keys {
  readonly keyring: Keyring;
  readonly personal: PersonalKeys | null;
}

function keysOf({ keyring, personal }: Keys, context: SerializationContext | undefined): Keyring | Promise<Keyring> {
  const subject = historySubjectOf(context?.workflowId ?? '');
  return personal === null || subject === null ? keyring : personal.of(subject);
}

function encrypt(keys: Keyring, payload: Payload): Payload {
  const plain = Buffer.from(temporal.api.common.v1.Payload.encode(payload).finish());
  return {
    metadata: { encoding: Buffer.from(ENCODING), 'encryption-key-id': Buffer.from(keys.newestKeyId) },
    data: keys.seal(plain, CONTEXT),
  };
}

async function decrypt({ keyring, personal }: Keys, payload: Payload): Promise<Payload> {
  const encoding = payload.metadata?.encoding;
  if (encoding === undefined || Buffer.from(encoding).toString() !== ENCODING) return payload;
  const sealed = Buffer.from(payload.data ?? []);
  const keyId = keyring.keyIdOf(sealed) ?? '';
  const keys = PERSONAL_KEY_ID.test(keyId) ? await found(personal, keyId) : keyring;
  return keys === null ? erased() : temporal.api.common.v1.Payload.decode(keys.open(sealed, CONTEXT));
}

/** The key of a ticket or a campaign that this was sealed by; null: by the encryption key, or by none. */
export function personalKeyIdOf(payload: Payload): string | null {
  const keyId = payload.metadata?.['encryption-key-id'];
  const id = keyId === undefined ? '' : Buffer.from(keyId).toString();
  return PERSONAL_KEY_ID.test(id) ? id : null;
}

function found(personal: PersonalKeys | null, keyId: string): Promise<Keyring | null> {
  if (personal !== null) return personal.find(keyId);
  throw new ConnectorError(
    'config.invalid',
    'DATABASE_URL is not set: keys of histories of tickets lie in the database',
    {
      details: { field: 'DATABASE_URL' },
    },
  );
}

/** A UUID, which nobody gives an encryption key for a name. */
const PERSONAL_KEY_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function erased(): Payload {
  return { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(ERASED)) };
}
