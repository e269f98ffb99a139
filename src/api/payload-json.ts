import type { PayloadsJson } from '../../packages/sdk/contract/codec';

/** A Temporal payload as far as the API knows it; protobuf's optional fields may be null. */
export interface PayloadBytes {
  readonly metadata?: Record<string, Uint8Array> | null;
  readonly data?: Uint8Array | null;
}

/** What encrypts and decrypts Temporal's payloads. Rejects with `config.invalid` when a key is missing. */
export interface PayloadTranslator {
  encode(payloads: PayloadBytes[]): Promise<PayloadBytes[]>;
  decode(payloads: PayloadBytes[]): Promise<PayloadBytes[]>;
}

export function fromJson({ payloads }: PayloadsJson): PayloadBytes[] {
  return payloads.map(({ metadata = {}, data }) => ({
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')])),
    ...(data === undefined ? {} : { data: Buffer.from(data, 'base64') }),
  }));
}

export function toJson(payloads: readonly PayloadBytes[]): PayloadsJson {
  return {
    payloads: payloads.map(({ metadata, data }) => ({
      metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)])),
      ...(data === undefined || data === null ? {} : { data: base64(data) }),
    })),
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
