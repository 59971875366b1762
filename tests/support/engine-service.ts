import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { BreachResponse, ForecastResponse } from '../../pkg/contract/rest.ts';
import type { Range } from './engine-plugin.ts';
import { type EngineProcess, startEngineProcess } from './engine-process.ts';
import { freePort } from './free-port.ts';

const READY_WITHIN_MS = 60_000;
const HEADROOM = join(import.meta.dirname, '../../bin/headroom');

/** `bin/headroom serve` with one source, asked by HTTP. */
export interface EngineService {
  forecast(query: object, range: Range): Promise<ForecastResponse>;
  breach(query: object, range: Range): Promise<BreachResponse>;
  stop(): Promise<void>;
}

/** Starts the engine as a service that reads the Prometheus at `url`. */
export async function startEngineService(url: string): Promise<EngineService> {
  const directory = await mkdtemp(join(tmpdir(), 'headroom-service-'));
  const config = join(directory, 'headroom.yaml');
  const listen = `127.0.0.1:${await freePort()}`;
  await writeFile(config, stringify({ stateDir: join(directory, 'state'), listen, sources: { lab: { url } } }));
  const started = startEngineProcess({ file: HEADROOM, args: [] }, ['serve', '--config', config]);
  const stop = async () => {
    await started.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await untilReady(started, `http://${listen}/readyz`);
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  const ask = <T>(path: string, query: object, range: Range) =>
    post<T>(`http://${listen}/api/sources/lab/v1/${path}`, { query, range });
  return {
    forecast: (query, range) => ask<ForecastResponse>('forecast', query, range),
    breach: (query, range) => ask<BreachResponse>('breach', query, range),
    stop,
  };
}

async function untilReady({ whileRunning }: EngineProcess, url: string): Promise<void> {
  const giveUpMs = Date.now() + READY_WITHIN_MS;
  const answers = async () => {
    while ((await fetch(url).catch(() => undefined))?.ok !== true) {
      if (Date.now() > giveUpMs) {
        throw new Error(`${url} did not answer in time.`);
      }
      await sleep(50);
    }
  };
  await whileRunning(answers());
}

async function post<T>(url: string, body: object): Promise<T> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) {
    throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  }
  return (await response.json()) as T;
}
