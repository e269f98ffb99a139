import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** PEM texts. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends Certificate {
  issue(name: string, use: 'server' | 'client'): Certificate;
}

/** A certificate authority of its own, for `localhost` and 127.0.0.1: nothing that is kept, so nothing that expires or leaks. */
export function createAuthority(name = 'test authority'): Authority {
  const keys = newKeys();
  const cert = certificate({ subject: name, issuer: name, keys, signer: keys.privateKey, extensions: [IS_AUTHORITY] });
  return {
    ...pem(cert, keys.privateKey),
    issue: (subject, use) => {
      const own = newKeys();
      const extensions = [use === 'server' ? FOR_LOOPBACK : usage(CLIENT_AUTH)];
      return pem(
        certificate({ subject, issuer: name, keys: own, signer: keys.privateKey, extensions }),
        own.privateKey,
      );
    },
  };
}

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

function newKeys(): Keys {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** X.509 in DER (RFC 5280): a tag, a length, and what it holds. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const octets = (content: Buffer): Buffer => der(0x04, content);
const bits = (content: Buffer): Buffer => der(0x03, Buffer.from([0]), content);
const TRUE = der(0x01, Buffer.from([0xff]));
const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));
const CLIENT_AUTH = oid('2b06010505070302');
const IS_AUTHORITY = sequence(oid('551d13'), TRUE, octets(sequence(TRUE)));
const FOR_LOOPBACK = sequence(
  oid('551d11'),
  octets(sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))),
);

function usage(purpose: Buffer): Buffer {
  return sequence(oid('551d25'), octets(sequence(purpose)));
}

function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(commonName)))));
}

function utcTime(ms: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
}

interface Contents {
  readonly subject: string;
  readonly issuer: string;
  readonly keys: Keys;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
}

const DAY_MS = 86_400_000;

function certificate({ subject, issuer, keys, signer, extensions }: Contents): Buffer {
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1]), randomBytes(8)),
    ECDSA_WITH_SHA256,
    nameOf(issuer),
    sequence(utcTime(Date.now() - DAY_MS), utcTime(Date.now() + DAY_MS)),
    nameOf(subject),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  return sequence(toBeSigned, ECDSA_WITH_SHA256, bits(sign('sha256', toBeSigned, signer)));
}

function pem(cert: Buffer, key: KeyObject): Certificate {
  const lines = cert.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
