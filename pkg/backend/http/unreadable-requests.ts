import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { HeadroomError } from '#contract/errors.ts';

const STATUS: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/** Answers what is no HTTP by the same form of error as all else, where Node would say nothing but a status. */
export function refuseUnreadableRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const [status, phrase] = STATUS[error.code ?? ''] ?? [400, 'Bad Request'];
    const body = JSON.stringify({ error: refusal(status, error).toBody() });
    const head = [
      `HTTP/1.1 ${status} ${phrase}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
}

/** The answer to a request whose host or path makes no address. */
export function refuseUnreadable(cause: unknown): Response {
  return Response.json({ error: refusal(400, cause).toBody() }, { status: 400 });
}

function refusal(status: number, cause: unknown): HeadroomError {
  switch (status) {
    case 431:
      return new HeadroomError('invalid_argument', 'The headers of the request are too large.', {
        field: 'headers',
        remedy: 'Send less than 16 KiB of headers.',
        cause,
      });
    case 408:
      return new HeadroomError('invalid_argument', 'The request did not arrive in time.', {
        field: 'request',
        remedy: 'Send it whole, then wait for the answer.',
        cause,
      });
    default:
      return new HeadroomError('invalid_argument', 'This is not a request of HTTP/1.1.', {
        field: 'request',
        remedy: 'Check its first line and its headers, the host among them.',
        cause,
      });
  }
}
