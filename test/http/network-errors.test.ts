import { type Socket } from 'node:net';
import { createTransport, type HttpCall, type TransportOptions } from '../../src/http/transport';
import { type HttpRequest } from '../../src/http/types';
import { caught } from './caught';
import { startRawServer } from './raw-server';

const SECRET = 'xkeysib-made-up-secret';
const request: HttpRequest = {
  method: 'POST',
  path: '/contacts/ada%40example.com',
  query: { identifierType: 'email_id' },
  body: { attributes: { SMS: '+33612345678' } },
  group: 'brevo.contacts',
  route: '/contacts/{email}',
};

const headers = (length: number): string => `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n`;

async function faultOf(
  onRequest: (socket: Socket) => void,
  options: Partial<TransportOptions> = {},
): Promise<{ error: Awaited<ReturnType<typeof caught>>; calls: HttpCall[]; connections: number; ms: number }> {
  const server = await startRawServer(onRequest);
  const calls: HttpCall[] = [];
  const transport = createTransport({
    vendor: 'brevo',
    origin: server.origin,
    headers: () => Promise.resolve({ 'api-key': SECRET }),
    timeouts: { headersMs: 1_000, bodyMs: 1_000, totalMs: 8_000 },
    onCall: (call) => calls.push(call),
    ...options,
  });
  const startedAt = performance.now();
  try {
    const error = await caught(transport(request));
    return { error, calls, connections: server.connections(), ms: performance.now() - startedAt };
  } finally {
    await Promise.all([transport.close(), server.close()]);
  }
}

const cases: readonly {
  fault: string;
  code: string;
  words: RegExp;
  onRequest: (socket: Socket) => void;
  options?: Partial<TransportOptions>;
}[] = [
  {
    fault: 'accepts the request and never answers',
    code: 'brevo.timeout',
    words: /UND_ERR_HEADERS_TIMEOUT/,
    onRequest: () => undefined,
  },
  {
    fault: 'drips its headers',
    code: 'brevo.timeout',
    words: /UND_ERR_HEADERS_TIMEOUT|TOTAL_TIMEOUT/,
    onRequest: (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx-slow: ', 'a'),
    options: { timeouts: { headersMs: 1_000, bodyMs: 1_000, totalMs: 2_500 } },
  },
  {
    fault: 'falls silent after the headers',
    code: 'brevo.timeout',
    words: /UND_ERR_BODY_TIMEOUT/,
    onRequest: (socket) => void socket.write(headers(100) + '{'),
  },
  {
    fault: 'drips its body for longer than the whole exchange may take',
    code: 'brevo.timeout',
    words: /TOTAL_TIMEOUT/,
    onRequest: (socket) => drip(socket, headers(100_000), ' '),
    options: { timeouts: { headersMs: 1_000, bodyMs: 1_000, totalMs: 1_200 } },
  },
  {
    fault: 'cuts the body short',
    code: 'brevo.unavailable',
    words: /UND_ERR_SOCKET/,
    onRequest: (socket) => void socket.end(headers(100) + '{"id":'),
  },
  {
    fault: 'resets the connection',
    code: 'brevo.unavailable',
    words: /ECONNRESET|UND_ERR_SOCKET/,
    onRequest: (socket) => void socket.resetAndDestroy(),
  },
  {
    fault: 'closes the connection without an answer',
    code: 'brevo.unavailable',
    words: /UND_ERR_SOCKET/,
    onRequest: (socket) => void socket.end(),
  },
  {
    fault: 'does not speak HTTP',
    code: 'brevo.unavailable',
    words: /HTTPParserError/,
    onRequest: (socket) => void socket.end('220 mail.example.com ESMTP ada@example.com\r\n'),
  },
  {
    fault: 'sends more headers than Node reads',
    code: 'brevo.unavailable',
    words: /UND_ERR_HEADERS_OVERFLOW/,
    onRequest: (socket) => void socket.write(`HTTP/1.1 200 OK\r\nx-big: ${'a'.repeat(40_000)}\r\n\r\n`),
  },
  {
    fault: 'sends an announced body over the cap',
    code: 'brevo.protocol',
    words: /UND_ERR_RES_EXCEEDED_MAX_SIZE/,
    onRequest: (socket) => void socket.write(headers(9 * 1024 * 1024) + 'x'.repeat(2_000)),
    options: { maxBodyBytes: 1_000 },
  },
  {
    fault: 'sends a body without end',
    code: 'brevo.protocol',
    words: /UND_ERR_RES_EXCEEDED_MAX_SIZE/,
    onRequest: (socket) =>
      void socket.write(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1000\r\n${'x'.repeat(4_096)}\r\n`),
    options: { maxBodyBytes: 1_000 },
  },
];

function drip(socket: Socket, start: string, drop: string): void {
  socket.write(start);
  const timer = setInterval(() => socket.write(drop), 100);
  socket.on('close', () => clearInterval(timer));
}

describe('When the vendor', () => {
  it.each(cases)(
    '$fault, the call fails as $code with an unknown outcome and shows neither person nor key',
    async ({ code, words, ...script }) => {
      const { error, calls, ms } = await faultOf(script.onRequest, script.options);

      expect({ code: error.code, outcomeUnknown: error.details.outcomeUnknown }).toEqual({
        code,
        outcomeUnknown: true,
      });
      expect(error.message).toMatch(words);
      expect(calls).toMatchObject([{ route: '/contacts/{email}', status: null, code, requestId: null }]);
      expect(ms).toBeLessThan(5_000);
      const everything = `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)} ${String(error.cause)}`;
      expect(everything).not.toMatch(/ada|%40|336|xkeysib/);
    },
  );

  it('closes the connection, the request is not sent a second time', async () => {
    const { connections } = await faultOf((socket) => void socket.end());

    expect(connections).toBe(1);
  });

  it('refuses the connection, the call is known not to have been carried out', async () => {
    const server = await startRawServer(() => undefined);
    await server.close();
    const transport = createTransport({ vendor: 'gorgias', origin: server.origin, headers: () => Promise.resolve({}) });

    const error = await caught(transport(request));
    await transport.close();

    expect(error.code).toBe('gorgias.unavailable');
    expect(error.message).toContain('ECONNREFUSED');
    expect(error.details.outcomeUnknown).toBeUndefined();
  });

  it('cannot speak TLS, nothing of the credentials is sent', async () => {
    const server = await startRawServer((socket) => void socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    const transport = createTransport({
      vendor: 'brevo',
      origin: server.origin.replace('http:', 'https:'),
      headers: () => Promise.resolve({ 'api-key': SECRET }),
    });

    const error = await caught(transport(request));
    await Promise.all([transport.close(), server.close()]);

    expect(error.code).toBe('brevo.unavailable');
    expect(server.received()).not.toContain(SECRET);
  });
});
