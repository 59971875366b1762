import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startChild } from '../../pkg/backend/cli/sample/child-process.ts';
import { startSamplePrometheus } from '../../pkg/backend/cli/sample/start-sample-prometheus.ts';
import { startPreviewHost } from '../preview-host/server.ts';
import { freePort } from '../support/free-port.ts';

/** Everything that the browser tests look at, by URL. */
interface Stack {
  readonly urls: Urls;
  readonly stop: () => Promise<void>;
}

/** Addresses of the hosts. */
export interface Urls {
  /** The plugin with a real engine on a real Prometheus with the sample cluster. */
  readonly host: string;
  /** The plugin in a host that has no Headroom data source. */
  readonly withoutSource: string;
  /** The plugin in a host that has a Prometheus data source only. */
  readonly withPrometheus: string;
  /** The plugin with an engine that is not there. */
  readonly withoutEngine: string;
}

/** Enough for the weekly season, and quick to load. */
const DAYS = 15;
const SEED = 7;
const GRACE_MS = 5_000;
const READY_MS = 30_000;

type Stop = () => Promise<void>;

/** Starts Prometheus, the engine and the hosts; what was started is stopped again when a later part fails. */
export async function startStack(): Promise<Stack> {
  const stops: Stop[] = [];
  const stop = async () => {
    for (const stopOne of stops.reverse()) {
      await stopOne();
    }
  };
  try {
    return { urls: await start(stops), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(stops: Stop[]): Promise<Urls> {
  const dir = await mkdtemp(join(tmpdir(), 'headroom-browser-'));
  stops.push(() => rm(dir, { recursive: true, force: true }));
  const prometheus = await startSamplePrometheus({
    dir,
    prometheusPort: 0,
    exporterPort: 0,
    seed: SEED,
    days: DAYS,
    log: () => undefined,
  });
  stops.push(() => prometheus.stop());
  const engineUrl = await startEngine(join(dir, 'engine'), prometheus.url, stops);
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  const distDir = resolve('dist');
  const host = async (options: { engineUrl: string; sources?: string[] }) => {
    const { url, stop } = await startPreviewHost({ port: 0, distDir, ...options });
    stops.push(stop);
    return url;
  };
  return {
    host: await host({ engineUrl }),
    withoutSource: await host({ engineUrl, sources: [] }),
    withPrometheus: await host({ engineUrl, sources: ['prometheus'] }),
    withoutEngine: await host({ engineUrl: nowhere }),
  };
}

async function startEngine(dir: string, prometheusUrl: string, stops: Stop[]): Promise<string> {
  const listen = `127.0.0.1:${await freePort()}`;
  await mkdir(dir, { recursive: true });
  const config = join(dir, 'headroom.json');
  const sources = { headroom: { url: prometheusUrl } };
  await writeFile(config, JSON.stringify({ listen, stateDir: join(dir, 'state'), sources }));
  const engine = startChild(resolve('bin/headroom'), ['serve', '--config', config]);
  stops.push(() => engine.stop(GRACE_MS));
  const url = `http://${listen}`;
  const deadline = Date.now() + READY_MS;
  while (!(await isReady(url))) {
    if (engine.hasEnded() || Date.now() > deadline) {
      throw new Error(`The engine does not get ready: ${engine.lastWords()}`);
    }
    await new Promise((wake) => setTimeout(wake, 100));
  }
  return url;
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false
  );
}
