import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextOf } from '../../pkg/backend/app/ports/kit.contract.ts';
import { saveAdvice } from '../../pkg/backend/app/tuning/advice.ts';
import { openStore } from '../../pkg/backend/store/open-store.ts';
import type { Door } from './access-doors.ts';
import { type ForwardedDoor, openForwardedDoor } from './forwarded-door.ts';
import { openPluginDoor, type PluginDoor } from './plugin-door.ts';
import { SAMPLE_ADVICE } from './sample-advice.ts';
import { scriptedPrometheus, sendSeries } from './scripted-prometheus.ts';
import { type Script, type ScriptedServer, sendData, sendJson, startScriptedServer } from './scripted-server.ts';
import { openServiceDoor } from './service-door.ts';

/** The organisations of these tests. */
export const ORGS = [1, 2] as const;
/** A source that both organisations use, and one of the same name in both that only the first has asked about. */
export const SHARED = 'shared';
export const OWN = 'own';
/** A source of a service that only callers of the first organisation may ask. */
export const FIRST_ONLY = 'first-only';
/** An id that nothing has. */
export const UNKNOWN = '00000000-0000-4000-8000-000000000000';

/** A server whose samples tell when they were read. */
export interface LevelledServer extends ScriptedServer {
  /** Adds to every sample from now on. */
  readonly raise: (by: number) => void;
}

/** Starts a Prometheus that has a series for every expression but those about a cluster. */
export async function startLevelledPrometheus(): Promise<LevelledServer> {
  let level = 10;
  const answer: Script = (request, response) => {
    const query = request.params.get('query') ?? '';
    if (request.path.endsWith('/labels')) {
      sendData(response, ['node']);
    } else if (request.path.endsWith('/values')) {
      sendData(response, ['a']);
    } else if (/kube_|container_|kubelet_/.test(query)) {
      sendJson(response, { status: 'error', errorType: 'execution', error: 'not in this test' }, 422);
    } else if (request.path.endsWith('/query')) {
      const nowSeconds = Date.now() / 1_000;
      const value = [nowSeconds, String(query === 'time()' ? nowSeconds : level)];
      sendData(response, { resultType: 'vector', result: [{ metric: { node: 'a' }, value }] });
    } else {
      sendSeries(request, response, (i) => level + Math.sin(i / 4));
    }
  };
  const server = await startScriptedServer(scriptedPrometheus({ answer }));
  return { ...server, raise: (by) => (level += by) };
}

/** An engine with advice: on the shared source in both organisations, on the other one in the first. */
export interface Opened<D extends Door> {
  readonly door: D;
  readonly close: () => Promise<void>;
}

/** As a service with tokens. */
export function openService(url: string): Promise<Opened<Door>> {
  return open<Door>((directory) =>
    openServiceDoor({
      ...{ directory, orgs: ORGS },
      sources: { [SHARED]: { url }, [OWN]: { url }, [FIRST_ONLY]: { url, organisations: [1] } },
    })
  );
}

/** As Grafana's child. */
export function openPlugin(url: string): Promise<Opened<PluginDoor>> {
  return open<PluginDoor>((directory) => openPluginDoor(join(directory, 'state'), () => ({ url })));
}

/** As a service to which a plugin in Grafana forwards. */
export function openForwarded(url: string): Promise<Opened<ForwardedDoor>> {
  return open<ForwardedDoor>((directory) => openForwardedDoor({ directory, settingsOf: () => ({ url }) }));
}

type Ways<D extends Door> = readonly (readonly [string, (url: string) => Promise<Opened<D>>])[];

/** The ways in from Grafana, by name. */
export const PLUGIN_DOORS: Ways<PluginDoor> = [
  ["Grafana's child", openPlugin],
  ['a service behind a plugin that forwards', openForwarded],
];

/** All ways in, by name. */
export const DOORS: Ways<Door> = [['a service with tokens', openService], ...PLUGIN_DOORS];

async function open<D extends Door>(start: (directory: string) => Promise<D>): Promise<Opened<D>> {
  const directory = await mkdtemp(join(tmpdir(), 'headroom-access-'));
  await seed(join(directory, 'state'));
  const door = await start(directory);
  return {
    door,
    close: async () => {
      await door.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function seed(directory: string): Promise<void> {
  const clock = { now: () => Date.now() };
  const store = openStore({ directory, setting: 'TEST', clock });
  const advice = { ...SAMPLE_ADVICE, madeMs: clock.now() };
  for (const [org, source] of [...ORGS.map((one) => [one, SHARED] as const), [1, OWN] as const]) {
    await saveAdvice(contextOf(String(org), source), store.blobs, advice);
  }
  store.close();
}
