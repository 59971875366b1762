import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { getMimeType } from 'hono/utils/mime';
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
const GRANTED = 'datasources:create datasources:explore dashboards:create folders:create alert.rules:create'.split(' ');

/** Serves the built plugin in a page of its own; its calls of data source resources go to a running engine. */
export async function startPreviewHost(options: PreviewOptions): Promise<{ url: string; stop: () => Promise<void> }> {
  if (!existsSync(join(options.distDir, 'module.js'))) {
    throw new Error(`There is no built plugin in ${options.distDir}. Run: npm run build:web`);
  }
  const app = toApp(options, await bundleHost());
  const server = createAdaptorServer({ fetch: app.fetch }).listen(options.port, '127.0.0.1') as Server;
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

const ICONS = '/public/build/img/icons/unicons/';
/** Icons that Grafana has and the package of @grafana/ui lacks, and what looks most like them there. */
const STAND_INS = {
  'angle-double-left.svg': { icon: 'angle-double-right.svg', transform: 'scale(-1 1)' },
  'thumbs-up.svg': { icon: 'check.svg', transform: 'scale(1 1)' },
  'spinner.svg': { icon: 'sync.svg', transform: 'scale(1 1)' },
};

function toApp({ engineUrl, distDir, sources = ['headroom'] }: PreviewOptions, bundle: Bundle): Hono {
  const app = new Hono();
  app.use((c, next) => next().then(() => c.header('cache-control', 'no-store')));
  app.all('/api/datasources/uid/:uid/resources/*', async (c) => {
    const url = c.req.url.replace(/^.*?\/uid\/([^/]+)\/resources\//, `${engineUrl}/api/sources/$1/`);
    const body = c.req.method === 'GET' ? {} : { body: await c.req.arrayBuffer() };
    const init = { method: c.req.method, headers: { 'content-type': 'application/json' }, ...body };
    const answer = await fetch(url, init).catch(() => null);
    return answer ?? c.json({ message: 'The engine does not answer.' }, 502);
  });
  app.get('/api/datasources/uid/:uid', (c) => {
    const uid = c.req.param('uid');
    return sources.includes(uid)
      ? c.json({ uid, name: uid, type: 'headroom-capacity-datasource', access: 'proxy', url: '', jsonData: {} })
      : c.json({ message: 'Data source not found' }, 404);
  });
  app.get(`${ICONS}:name{${Object.keys(STAND_INS).join('|')}}`, async (c) => {
    const { icon, transform } = STAND_INS[c.req.param('name') as keyof typeof STAND_INS];
    const svg = Buffer.from((await readFileOf(`${ICONS}${icon}`, distDir)) ?? []).toString();
    return c.body(svg.replace('<svg ', `<svg transform="${transform}" `), 200, { 'content-type': 'image/svg+xml' });
  });
  app.get('/', (c) => c.redirect(`/a/${APP}${new URL(c.req.url).search}`));
  app.get('/:kind{[ape]}/*', (c) => c.html(page(sources, c.req.query('role') ?? 'Admin')));
  app.get('*', async (c) => {
    const file = bundle.get(c.req.path) ?? (await readFileOf(c.req.path, distDir));
    const type = getMimeType(c.req.path) ?? '';
    return file === undefined ? c.notFound() : c.body(new Uint8Array(file), 200, { 'content-type': type });
  });
  return app;
}

/** Files of the plugin, of @grafana/ui and of SystemJS; `undefined` for any other path. */
async function readFileOf(pathname: string, distDir: string): Promise<Uint8Array | undefined> {
  const folders = {
    [`/public/plugins/${APP}/`]: distDir,
    '/public/plugins/headroom-capacity-datasource/': join(distDir, 'datasource'),
    '/public/plugins/headroom-forecast-panel/': join(distDir, 'panels/forecast'),
    '/public/build/img/': resolve('node_modules/@grafana/ui/dist/public/img'),
    '/systemjs/': dirname(fileURLToPath(import.meta.resolve('systemjs'))),
  };
  const [prefix, folder] = Object.entries(folders).find(([start]) => pathname.startsWith(start)) ?? ['', undefined];
  const path = normalize(join('/', decodeURIComponent(pathname.slice(prefix.length))));
  return folder === undefined ? undefined : readFile(join(folder, path)).catch(() => undefined);
}

function page(sources: readonly string[], role: string): string {
  const granted = role === 'Viewer' ? [] : GRANTED;
  const user = {
    orgRole: role,
    login: role.toLowerCase(),
    permissions: Object.fromEntries(granted.map((name) => [name, true] as const)),
  };
  return `<!doctype html><html lang="en"><head>
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
</head><body><div id="root"></div></body></html>`;
}
