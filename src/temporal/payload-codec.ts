import { type Payload, type PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { Keyring } from '../crypto/keyring';
import { isReadable } from './readable-payload';

const ENCODING = 'binary/encrypted';
const CONTEXT = 'temporal-payload';

/**
 * Encrypts what goes into histories (design D4), but for the few texts that tell a person where a run is. A payload without our encoding passes through unread, so that an input typed into the
 * Temporal UI or CLI works as it stands.
 */
export function createPayloadCodec(keyring: Keyring): PayloadCodec {
  return {
    encode: (payloads) =>
      attempt(() => payloads.map((payload) => (isReadable(payload) ? payload : encrypt(keyring, payload)))),
    decode: (payloads) => attempt(() => payloads.map((payload) => decrypt(keyring, payload))),
  };
}

/** A key that is missing rejects, as Temporal expects of a codec, instead of throwing. */
function attempt<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve) => resolve(work()));
}

function encrypt(keyring: Keyring, payload: Payload): Payload {
  const plain = Buffer.from(temporal.api.common.v1.Payload.encode(payload).finish());
  return {
    metadata: { encoding: Buffer.from(ENCODING), 'encryption-key-id': Buffer.from(keyring.newestKeyId) },
    data: keyring.seal(plain, CONTEXT),
  };
}

function decrypt(keyring: Keyring, payload: Payload): Payload {
  const encoding = payload.metadata?.encoding;
  if (encoding === undefined || Buffer.from(encoding).toString() !== ENCODING) return payload;
  return temporal.api.common.v1.Payload.decode(keyring.open(Buffer.from(payload.data ?? []), CONTEXT));
}
