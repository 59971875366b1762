import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as the server saw it; `params` joins the query string and the form. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly params: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

/** Answers a request, as correctly or as badly as the test wants. */
export type Script = (request: ReceivedRequest, response: ServerResponse) => void | Promise<void>;

/** A server on a random port of the loopback interface. */
export interface ScriptedServer {
  readonly url: string;
  readonly host: string;
  readonly received: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/** Starts a server that answers by a script; with TLS options it speaks TLS. */
export async function startScriptedServer(script: Script, tls?: ServerOptions): Promise<ScriptedServer> {
  const received: ReceivedRequest[] = [];
  const serve = async (message: IncomingMessage, response: ServerResponse) => {
    const request = await receive(message);
    received.push(request);
    await script(request, response);
  };
  const onRequest = (message: IncomingMessage, response: ServerResponse) => {
    serve(message, response).catch((thrown: unknown) => response.destroy(thrown as Error));
  };
  const server = tls === undefined ? createServer(onRequest) : createTlsServer(tls, onRequest);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `${tls === undefined ? 'http' : 'https'}://${host}`, host, received, close };
}

/** Answers with a JSON value. */
export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Answers as Prometheus does when all is well. */
export function sendData(response: ServerResponse, data: unknown, more: Readonly<Record<string, unknown>> = {}): void {
  sendJson(response, { status: 'success', data, ...more });
}

async function receive(message: IncomingMessage): Promise<ReceivedRequest> {
  const url = new URL(message.url ?? '/', 'http://localhost');
  const params = new URLSearchParams([...url.searchParams, ...new URLSearchParams(await text(message))]);
  return { method: message.method ?? '', path: url.pathname, params, headers: message.headers };
}
