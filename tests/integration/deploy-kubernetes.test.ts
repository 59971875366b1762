import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { engineConfigSchema } from '../../pkg/contract/engine-config.ts';
import { type EngineProcess, engineSources, startEngineProcess } from '../support/engine-process.ts';
import { createAuthority } from '../support/certificates.ts';
import { freePort } from '../support/free-port.ts';
import { type Kinds, type KubernetesObject, objectOf } from '../support/kubernetes-kinds.ts';
import { buildKustomization, parseObjects, problemsOf } from '../support/kubernetes.ts';

const DEPLOY = join(import.meta.dirname, '../../deploy/kubernetes');
/** Where Go has to fetch and compile kustomize first. */
const BUILD_MS = 300_000;
const secret = objectOf(parseObjects(readFileSync(join(DEPLOY, 'secret.example.yaml'), 'utf8')), 'Secret');

describe.each(['base', 'k3s'])('deploy/kubernetes/%s', (overlay) => {
  let objects: readonly KubernetesObject[];
  beforeAll(() => {
    objects = buildKustomization(join(DEPLOY, overlay));
  }, BUILD_MS);

  const the = <K extends keyof Kinds>(kind: K) => objectOf(objects, kind);
  const template = () => the('Deployment').spec.template;
  const pod = () => template().spec;
  const container = () => pod().containers[0];
  const volume = (name: string) => pod().volumes.find((one) => one.name === name);
  const mountedAt = (path: string) =>
    container().volumeMounts.find(({ mountPath }) => path.startsWith(mountPath))?.name;

  it('has only what its schemas allow, all of it in cortex-system', () => {
    for (const object of objects) {
      expect(problemsOf(object), object.kind).toBe('');
      expect(object.kind === 'Namespace' ? object.metadata.name : object.metadata.namespace).toBe('cortex-system');
    }
  });

  it('refers to what is there, and to one secret that it does not hold', () => {
    const { selector } = the('Service').spec;
    expect(the('Deployment').spec.selector.matchLabels).toEqual(selector);
    expect(the('NetworkPolicy').spec.podSelector.matchLabels).toEqual(selector);
    expect(template().metadata.labels).toMatchObject(selector);
    expect(volume('config')?.configMap?.name).toBe(the('ConfigMap').metadata.name);
    expect(volume('state')?.persistentVolumeClaim?.claimName).toBe(the('PersistentVolumeClaim').metadata.name);
    expect(volume('tokens')?.secret?.secretName).toBe(secret.metadata.name);
    expect(objects.map(({ kind }) => kind)).not.toContain('Secret');
  });

  it('probes and serves the ports that are open', () => {
    const { ports, startupProbe, livenessProbe, readinessProbe } = container();
    const probed = [startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.port);
    expect(probed).toEqual(Array(3).fill('http'));
    expect(ports.map(({ name }) => name)).toEqual(['http', 'plugin']);
    expect(the('Service').spec.ports.map(({ targetPort }) => targetPort)).toEqual(['http', 'plugin']);
  });

  it('lets in whom the policy names, without labels of ours', () => {
    const { ingress, egress } = the('NetworkPolicy').spec;
    expect(ingress.map(({ from, ports }) => [ports[0]?.port, from[0].podSelector])).toEqual([
      [
        'http',
        { matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: ['grafana', 'prometheus'] }] },
      ],
      ['plugin', { matchLabels: { 'app.kubernetes.io/name': 'grafana' } }],
    ]);
    expect(egress.map(({ to }) => to[0].podSelector)).toEqual([
      { matchLabels: { 'k8s-app': 'kube-dns' } },
      { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
      { matchLabels: { 'app.kubernetes.io/name': 'grafana' } },
    ]);
  });

  it('asks for no more rights than the restricted profile grants, and writes to volumes only', () => {
    expect(pod().automountServiceAccountToken).toBe(false);
    expect(pod().securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(container().securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('never runs two engines on one state', () => {
    expect(the('Deployment').spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });

  it('configures the engine with settings that it knows, files that are mounted and a port that is open', () => {
    const config = engineConfigSchema.parse(parse(the('ConfigMap').data['headroom.yaml']));
    const { listen, plugin, stateDir = '', callers } = config;
    const open = container().ports.map(({ containerPort }) => `0.0.0.0:${containerPort}`);
    expect([listen, plugin?.listen]).toEqual(open);
    expect([plugin?.certFile, plugin?.keyFile].map((path = '') => mountedAt(path))).toEqual(['tls', 'tls']);
    expect(mountedAt(stateDir)).toBe('state');
    const keys = [...callers, ...(plugin === undefined ? [] : [plugin])].map(({ tokenFile = '' }) => {
      expect(mountedAt(tokenFile)).toBe('tokens');
      return tokenFile.split('/').at(-1);
    });
    expect(keys).toEqual(Object.keys(secret.stringData));
  });
});

describe('deploy/kubernetes/k3s', () => {
  it('scrapes the service with a token of the secret', () => {
    const objects = buildKustomization(join(DEPLOY, 'k3s'));
    const { selector, endpoints } = objectOf(objects, 'ServiceMonitor').spec;
    const { metadata, spec } = objectOf(objects, 'Service');
    expect(metadata.labels).toMatchObject(selector.matchLabels);
    expect(spec.ports.map(({ name }) => name)).toContain(endpoints[0].port);
    const { name, key } = endpoints[0].authorization.credentials;
    expect(name).toBe(secret.metadata.name);
    expect(Object.keys(secret.stringData)).toContain(key);
  });
});

describe('the example of the secret', () => {
  it('is a secret without values', () => {
    expect(problemsOf(secret)).toBe('');
    expect(Object.values(secret.stringData).join('')).toBe('');
  });
});

describe('the check of schemas', () => {
  const text = readFileSync(join(DEPLOY, 'base/deployment.yaml'), 'utf8');
  const problemsWith = (change: (text: string) => string) => {
    const changed = change(text);
    expect(changed).not.toBe(text);
    return problemsOf(objectOf(parseObjects(changed), 'Deployment'));
  };

  it('refuses a field that does not exist, a value of another type, and a kind that it does not know', () => {
    expect(problemsOf(objectOf(parseObjects(text), 'Deployment'))).toBe('');
    expect(problemsWith((it) => it.replace('readinessProbe', 'readinesProbe'))).toContain('key: "readinesProbe"');
    expect(problemsWith((it) => it.replace('replicas: 1', 'replicas: one'))).toContain('spec.replicas');
    expect(problemsWith((it) => it.replace('apps/v1', 'apps/v2'))).toContain('no schema');
  });
});

/** The files of the pod in a folder: the configuration as it is shipped, its paths put below the folder. */
describe('an engine with the configuration of the pod', () => {
  let directory: string;
  let engine: EngineProcess;
  let url: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'headroom-pod-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    await mkdir(join(directory, 'etc/headroom/tokens'), { recursive: true });
    await writeFile(join(directory, 'etc/headroom/tokens/grafana'), 'token of grafana\n');
    await writeFile(join(directory, 'etc/headroom/tokens/metrics'), 'token of prometheus\n');
    await writeFile(join(directory, 'etc/headroom/tokens/plugin'), 'token of the plugin\n');
    const authority = await createAuthority();
    const { cert, key } = await authority.issue('DNS:headroom.cortex-system.svc');
    await authority.cleanup();
    await mkdir(join(directory, 'etc/headroom/tls'));
    await writeFile(join(directory, 'etc/headroom/tls/tls.crt'), cert);
    await writeFile(join(directory, 'etc/headroom/tls/tls.key'), key);
    const shipped = readFileSync(join(DEPLOY, 'base/headroom.yaml'), 'utf8');
    const config = join(directory, 'headroom.yaml');
    await writeFile(
      config,
      shipped
        .replaceAll(/ (\/(var|etc)\/)/g, ` ${directory}$1`)
        .replace('8686', String(port))
        .replace('0.0.0.0:8687', '127.0.0.1:0')
    );
    engine = startEngineProcess(engineSources, ['serve', '--config', config]);
    await engine.whileRunning(untilHealthy());
  });
  afterEach(async () => {
    await engine.stop();
    await rm(directory, { recursive: true, force: true });
  });

  async function untilHealthy(): Promise<void> {
    while ((await fetch(`${url}/healthz`).catch(() => undefined)) === undefined) {
      await sleep(50);
    }
  }

  const statusOf = async (path: string, token?: string) => {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return (await fetch(`${url}${path}`, { headers })).status;
  };

  it('answers the probes of the kubelet without a token, and everybody else with theirs only', async () => {
    expect(await statusOf('/healthz')).toBe(200);
    expect(await statusOf('/readyz')).toBe(200);
    expect(await statusOf('/metrics')).toBe(401);
    expect(await statusOf('/metrics', 'token of prometheus')).toBe(200);
    expect(await statusOf('/api/sources/prometheus/v1/forecasts', 'token of grafana')).toBe(200);
    expect(await statusOf('/api/sources/prometheus/v1/forecasts', 'token of somebody')).toBe(401);
  });
});
