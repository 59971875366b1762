import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleHost, type Bundle } from './bundle.ts';

interface PreviewOptions {
  /** Where `headroom serve` answers. */
  readonly engineUrl: string;
  /** Port of the loopback interface; 0 takes a free one. */
  readonly port: number;
  /** The built plugin. */
  readonly distDir: string;
  /** Names of the engine's sources that the page shows as data sources. */
  readonly sources?: readonly string[];
}

const APP = 'headroom-capacity-app';
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

const PERMISSIONS = {
  'datasources:create': true,
  'datasources:explore': true,
  'dashboards:create': true,
  'alert.rules:create': true,
  'folders:create': true,
};

/** Serves the built plugin in a page of its own; its calls of data source resources go to a running engine. */
export async function startPreviewHost(options: PreviewOptions): Promise<{ url: string; stop: () => Promise<void> }> {
  if (!existsSync(join(options.distDir, 'module.js'))) {
    throw new Error(`There is no built plugin in ${options.distDir}. Run: npm run build:web`);
  }
  const bundle = await bundleHost();
  const server = createServer((request, response) => {
    answer(request, response, options, bundle).catch((error: unknown) =>
      reply(response, 500, 'text/plain', error instanceof Error ? error.message : 'failed')
    );
  }).listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { engineUrl, distDir, sources = ['headroom'] }: PreviewOptions,
  bundle: Bundle
): Promise<void> {
  const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const resource = /^\/api\/datasources\/uid\/([^/]+)\/resources\/(.+)$/.exec(pathname);
  if (resource !== null) {
    return proxy(request, response, `${engineUrl}/api/sources/${resource[1]}/${resource[2]}${search}`);
  }
  const file = bundle.get(pathname) ?? (await readFileOf(pathname, distDir));
  if (file !== undefined) {
    return reply(response, 200, TYPES[extname(pathname)] ?? '', file);
  }
  if (pathname === '/') {
    response.writeHead(302, { location: `/a/${APP}${search}` }).end();
    return;
  }
  return reply(
    response,
    pathname.startsWith('/a/') ? 200 : 404,
    'text/html',
    page(sources, searchParams.get('role') ?? 'Admin')
  );
}

/** Files of the plugin, of @grafana/ui and of SystemJS; `undefined` for any other path. */
async function readFileOf(pathname: string, distDir: string): Promise<Uint8Array | undefined> {
  const folders = {
    [`/public/plugins/${APP}/`]: distDir,
    '/public/build/img/': resolve('node_modules/@grafana/ui/dist/public/img'),
    '/systemjs/': dirname(fileURLToPath(import.meta.resolve('systemjs'))),
  };
  const [prefix, folder] = Object.entries(folders).find(([start]) => pathname.startsWith(start)) ?? [];
  if (prefix === undefined || folder === undefined) {
    return undefined;
  }
  const path = normalize(join('/', decodeURIComponent(pathname.slice(prefix.length))));
  return readFile(join(folder, path)).catch(() => undefined);
}

async function proxy(request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  const { method = 'GET' } = request;
  const init = { method, headers: { 'content-type': 'application/json' } };
  const body = method === 'GET' ? {} : { body: Buffer.concat(chunks) };
  const answer = await fetch(url, { ...init, ...body }).catch(() => undefined);
  if (answer === undefined) {
    return reply(response, 502, 'application/json', JSON.stringify({ message: 'The engine does not answer.' }));
  }
  return reply(response, answer.status, 'application/json', Buffer.from(await answer.arrayBuffer()));
}

function reply(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

function page(sources: readonly string[], asked: string | null): string {
  const role = asked ?? 'Admin';
  const user = { orgRole: role, login: role.toLowerCase(), permissions: role === 'Viewer' ? {} : PERMISSIONS };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Headroom preview</title><style>body { margin: 0 }</style>
<link rel="icon" href="/public/plugins/${APP}/img/logo.svg"><link rel="stylesheet" href="/host/host.css">
<script>
window.__grafana_public_path__ = '/public/';
window.grafanaBootData = ${JSON.stringify({ user, settings: { featureToggles: {} }, navTree: [] })};
window.previewSources = ${JSON.stringify(sources)};
</script>
<script src="/systemjs/system.min.js"></script><script src="/systemjs/extras/amd.min.js"></script>
<script type="module" src="/host/host.js"></script>
</head>
<body><div id="root"></div></body>
</html>`;
}
