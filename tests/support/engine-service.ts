import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { BreachResponse, ForecastResponse } from '../../pkg/contract/rest.ts';
import { problemsOfAnswer } from './documented-answers.ts';
import type { Range } from './engine-plugin.ts';
import { type EngineProcess, startEngineProcess } from './engine-process.ts';
import { freePort } from './free-port.ts';

const READY_WITHIN_MS = 60_000;
const HEADROOM = join(import.meta.dirname, '../../bin/headroom');

/** `bin/headroom serve` with one source, asked by HTTP. */
export interface EngineService {
  readonly url: string;
  forecast(query: object, range: Range): Promise<ForecastResponse>;
  breach(query: object, range: Range): Promise<BreachResponse>;
  /** Any other route below `v1/`; a body is posted. */
  call<T>(path: string, body?: object): Promise<T>;
  /** Ends the process and starts another on the same state. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the engine as a service that reads the Prometheus at `url`. */
export async function startEngineService(url: string): Promise<EngineService> {
  const directory = await mkdtemp(join(tmpdir(), 'headroom-service-'));
  const config = join(directory, 'headroom.yaml');
  const listen = `127.0.0.1:${await freePort()}`;
  await writeFile(config, stringify({ stateDir: join(directory, 'state'), listen, sources: { lab: { url } } }));
  const start = () => startEngineProcess({ file: HEADROOM, args: [] }, ['serve', '--config', config]);
  let started = start();
  const stop = async () => {
    await started.stop();
    await rm(directory, { recursive: true, force: true });
  };
  const untilStarted = () => untilReady(started, `http://${listen}/readyz`);
  try {
    await untilStarted();
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  const call = <T>(path: string, body?: object) => send<T>(`http://${listen}/api/sources/lab/v1/${path}`, body);
  return {
    url: `http://${listen}`,
    forecast: (query, range) => call<ForecastResponse>('forecast', { query, range }),
    breach: (query, range) => call<BreachResponse>('breach', { query, range }),
    call,
    restart: async () => {
      await started.stop();
      started = start();
      await untilStarted();
    },
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

/** Every answer of every test must be as the OpenAPI document has it. */
async function send<T>(url: string, body: object | undefined): Promise<T> {
  const method = body === undefined ? 'GET' : 'POST';
  const response = await fetch(url, body === undefined ? {} : { method, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${url} answers ${response.status}: ${text}`);
  }
  const type = response.headers.get('content-type') ?? '';
  const path = new URL(url).pathname.replace(/^.*(?=\/v1\/)/, '');
  const problems = problemsOfAnswer(method, path, { status: response.status, type, body: text });
  if (problems !== '') {
    throw new Error(`The answer of ${method} ${path} is not as it is documented: ${problems}`);
  }
  return JSON.parse(text) as T;
}
