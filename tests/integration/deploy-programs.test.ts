import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, matchesGlob } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { engineConfigSchema } from '../../pkg/contract/engine-config.ts';
import { type JsonSchema, problemsBySchema } from '../support/json-schema.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
/** Not a package of npm. */
const SYSTEMD_ANALYZE: string = 'systemd-analyze';
const hasSystemd = spawnSync(SYSTEMD_ANALYZE, ['--version']).error === undefined;

describe('Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');
  const instruction = (name: string) =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  const copied = instruction('COPY')
    .filter((rest) => !rest.startsWith('--from'))
    .flatMap((rest) => rest.split(' ').slice(0, -1));
  const allowed = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));

  it('copies what is there and not ignored', () => {
    for (const path of copied) {
      expect(existsSync(join(ROOT, path)), path).toBe(true);
      expect(
        allowed.some((pattern) => matchesGlob(path, pattern) || path.startsWith(`${pattern}/`)),
        path
      ).toBe(true);
    }
  });

  it('copies what the build of the engine reads, and takes the executable from where it is put', () => {
    expect(copied).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'pkg']));
    const build = instruction('RUN').find((command) => command.includes('build:engine')) ?? '';
    const out = /--out (\S+)/.exec(build)?.[1] ?? '';
    expect(instruction('COPY').join('\n')).toContain(`--from=build /headroom/${out} /usr/local/bin/headroom`);
  });

  it('runs a command of ours without root', () => {
    expect(instruction('USER')).toEqual(['65532:65532']);
    expect(instruction('ENTRYPOINT')).toEqual(['["/usr/local/bin/headroom"]']);
    expect(JSON.parse(instruction('CMD')[0] ?? '')).toEqual(['serve', '--config', '/etc/headroom/headroom.yaml']);
  });
});

describe('docker-compose.yml', () => {
  interface Compose {
    readonly services: Readonly<Record<string, { volumes: string[]; depends_on?: object }>>;
    readonly volumes: object;
  }
  const { services, volumes } = parse(read('docker-compose.yml')) as Compose;
  const schema = JSON.parse(read('tests/fixtures/compose.json')) as JsonSchema;

  it('has only what the Compose Specification allows', () => {
    expect(problemsBySchema(schema, parse(read('docker-compose.yml')))).toBe('');
    const misspelt = parse(read('docker-compose.yml').replace('healthcheck:', 'healthchek:')) as unknown;
    expect(problemsBySchema(schema, misspelt)).toContain('healthchek');
  });

  it('mounts folders that are there and volumes that it declares', () => {
    const sources = Object.values(services).flatMap((service) => service.volumes.map((one) => one.split(':')[0] ?? ''));
    for (const source of sources.filter((one) => one !== './dist')) {
      expect(source.startsWith('.') ? existsSync(join(ROOT, source)) : source in volumes, source).toBe(true);
    }
  });

  it('waits for services that it has', () => {
    const awaited = Object.values(services).flatMap((service) => Object.keys(service.depends_on ?? {}));
    expect(awaited.filter((name) => !(name in services))).toEqual([]);
  });
});

describe('deploy/systemd', () => {
  const unit = read('deploy/systemd/headroom.service');
  const setting = (name: string) =>
    [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);

  it('configures the engine with settings that it knows, and tokens and a state directory that the unit gives it', () => {
    const { stateDir, callers } = engineConfigSchema.parse(parse(read('deploy/systemd/headroom.yaml')));
    expect(stateDir).toBe(`/var/lib/${setting('StateDirectory')[0]}`);
    const credentials = setting('LoadCredential').map(
      (value) => `/run/credentials/headroom.service/${value.split(':')[0]}`
    );
    expect(callers.map(({ tokenFile }) => tokenFile)).toEqual(credentials);
  });

  it.runIf(hasSystemd)('is a unit that systemd has nothing against', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'headroom-unit-'));
    const path = join(directory, 'headroom.service');
    await writeFile(path, unit.replaceAll('/usr/local/bin/headroom', process.execPath));
    const { status, stdout, stderr } = spawnSync(SYSTEMD_ANALYZE, ['verify', path], { encoding: 'utf8' });
    await rm(directory, { recursive: true });
    expect(stdout + stderr).toBe('');
    expect(status).toBe(0);
  });
});
