import { NamespaceNotFoundError } from '@temporalio/common';
import { ConnectorError } from '../domain/errors/connector-error';
import { GRPC, grpcStatus } from './grpc-status';
import type { TemporalSettings } from './settings';

type Place = Pick<TemporalSettings, 'address' | 'namespace'>;

/**
 * What keeps us from using the server at all, as `temporal.unavailable` in one sentence that names the setting; null: the failure is about
 * the call itself.
 */
export function temporalFailure(thrown: unknown, place: Place): ConnectorError | null {
  if (thrown instanceof ConnectorError) return thrown;
  const sentence = sentenceOf(thrown, place);
  return sentence === null ? null : new ConnectorError('temporal.unavailable', sentence, { cause: thrown });
}

function sentenceOf(thrown: unknown, { address, namespace }: Place): string | null {
  if (thrown instanceof NamespaceNotFoundError) return noNamespace({ address, namespace });
  const { code, details } = grpcStatus(thrown) ?? { code: 0, details: '' };
  switch (code) {
    case GRPC.DEADLINE_EXCEEDED:
    case GRPC.UNAVAILABLE:
      return unreachable(address, details);
    case GRPC.RESOURCE_EXHAUSTED:
      return `The Temporal server at ${address} takes no more calls just now: a limit of the namespace ${namespace} is used up.`;
    case GRPC.PERMISSION_DENIED:
    case GRPC.UNAUTHENTICATED:
      return `The Temporal server at ${address} does not let the connector use the namespace ${namespace}: check TEMPORAL_NAMESPACE, and TEMPORAL_API_KEY or the client certificate.`;
    case GRPC.UNIMPLEMENTED:
      return `What answers at ${address} is not a Temporal server: check TEMPORAL_ADDRESS.`;
    case GRPC.NOT_FOUND:
      return /namespace/i.test(details) ? noNamespace({ address, namespace }) : null;
    case GRPC.INVALID_ARGUMENT:
      return /search attribute/i.test(details)
        ? `The namespace ${namespace} of the Temporal server at ${address} lacks search attributes of the connector: a worker adds them when it starts, or says what to do.`
        : null;
    default:
      return null;
  }
}

function noNamespace({ address, namespace }: Place): string {
  return `The Temporal server at ${address} has no namespace ${namespace}: set TEMPORAL_NAMESPACE to one that it has, or make it with \`temporal operator namespace create --namespace ${namespace}\`.`;
}

function unreachable(address: string, details: string): string {
  const reason = reasonIn(details);
  if (/certificate|\bSSL\b|\bTLS\b|EPROTO|wrong version number/i.test(reason)) {
    return `The Temporal server at ${address} and the connector do not agree on TLS (${reason}): check TEMPORAL_TLS, TEMPORAL_TLS_SERVER_CA_CERT_PATH, TEMPORAL_TLS_SERVER_NAME and the client certificate.`;
  }
  if (reason.startsWith('Failed to connect')) {
    return `What answers at ${address} takes no plain connection of Temporal: set TEMPORAL_TLS=true where the server wants TLS, and check TEMPORAL_ADDRESS.`;
  }
  return `The Temporal server at ${address} does not answer${reason === '' ? '' : ` (${reason})`}.`;
}

/** What the network said last, without what only its library understands. */
function reasonIn(details: string): string {
  const [, last = ''] = /Last error: (?:Error: )?([^\n]{1,300})/.exec(details) ?? [];
  const [, openssl] = /error:[0-9A-F]+:([^:]*:[^:]*:[^:]+)/i.exec(last) ?? [];
  if (openssl !== undefined) return openssl.split(':').at(-1) ?? openssl;
  return last.replace(/\.? *Resolution note:.*$/, '').replace(/[. ]+$/, '');
}
