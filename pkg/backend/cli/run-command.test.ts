import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { Caller } from '#contract/engine-config.ts';
import { HeadroomError } from '#contract/errors.ts';
import type { ForecastResponse } from '#contract/rest.ts';
import { commandLine } from '../../../tests/support/command-line.ts';
import { runCommand } from './run-command.ts';
import type { CliAssembly } from './serve.ts';

describe('the command line', () => {
  let line: ReturnType<typeof commandLine>;
  let directory: string;
  beforeEach(() => {
    line = commandLine();
    directory = mkdtempSync(join(tmpdir(), 'headroom-test-'));
  });
  afterEach(async () => {
    rmSync(directory, { recursive: true });
    await line.cleanUp();
  });

  const run = (...argv: string[]) => line.run(...argv);
  const forecast = (...argv: string[]) => run('forecast', '--url', 'http://prometheus', '--expr', 'up', ...argv);

  it.each([[], ['help'], ['--help'], ['-h']])('tells all its commands: %j', async (...argv) => {
    expect(await run(...argv)).toBe(0);
    const commands = line.out.join('\n').match(/^ {2}[a-z-]+/gm);
    expect(commands?.map((name) => name.trim()).sort()).toEqual([
      'audit',
      'bench',
      'demo',
      'detect',
      'forecast',
      'recommend',
      'sample-exporter',
      'serve',
    ]);
    expect(line.err).toEqual([]);
  });

  it.each(['serve', 'forecast', 'detect', 'recommend', 'audit', 'bench', 'sample-exporter'])(
    'tells the options of %s',
    async (name) => {
      expect(await run(name, '--help')).toBe(0);
      expect(line.out.join()).toMatch(new RegExp(`^Usage: headroom ${name}`));
      expect(line.directories).toEqual([]);
    }
  );

  it.each(['detekt', 'toString', '__proto__', '--version', ''])('does not know the command "%s"', async (name) => {
    expect(await run(name)).toBe(2);
    expect(line.err.join()).toContain(`there is no command "${name}"`);
    expect(line.err.join()).toContain('headroom <command> --help');
  });

  it.each<[string, string[]]>([
    ['--colour', ['forecast', '--colour', 'red']],
    ['--url', ['forecast', '--expr', 'up']],
    ['--url', ['forecast', '--expr', 'up', '--url', 'prometheus:9090']],
    ['--expr', ['forecast', '--url', 'http://p']],
    ['--expr', ['forecast', '--url', 'http://p', '--expr', ' ']],
    ['--horizon', ['forecast', '--url', 'http://p', '--expr', 'up', '--horizon', 'soon']],
    ['--horizon', ['forecast', '--url', 'http://p', '--expr', 'up', '--horizon', '80d', '--step', '1m']],
    ['--step', ['forecast', '--url', 'http://p', '--expr', 'up', '--step', '1ms']],
    ['--window', ['forecast', '--url', 'http://p', '--expr', 'up', '--window', '20y']],
    ['--aggregate', ['forecast', '--url', 'http://p', '--expr', 'up', '--aggregate', 'sum']],
    ['--direction', ['forecast', '--url', 'http://p', '--expr', 'up', '--direction', 'left']],
    ['--lower', ['forecast', '--url', 'http://p', '--expr', 'up', '--lower', 'zero']],
    ['--upper', ['forecast', '--url', 'http://p', '--expr', 'up', '--upper', '']],
    ['--upper', ['forecast', '--url', 'http://p', '--expr', 'up', '--lower', '2', '--upper', '1']],
    ['--within', ['forecast', '--url', 'http://p', '--expr', 'up', '--capacity', '5', '--within', 'x']],
    ['--within', ['forecast', '--url', 'http://p', '--expr', 'up', '--capacity', '5', '--within', '9d']],
    ['--model', ['forecast', '--url', 'http://p', '--expr', 'up', '--model', 'oracle']],
    ['--timezone', ['forecast', '--url', 'http://p', '--expr', 'up', '--timezone', 'Mars/Olympus']],
    ['--exclude', ['forecast', '--url', 'http://p', '--expr', 'up', '--exclude', '2026-01-01', '--exclude', 'x']],
    ['--event', ['forecast', '--url', 'http://p', '--expr', 'up', '--event', '2026-01-01']],
    ['--at', ['forecast', '--url', 'http://p', '--expr', 'up', '--at', 'yesterday']],
    ['--at', ['forecast', '--url', 'http://p', '--expr', 'up', '--at', '']],
    ['--at', ['forecast', '--url', 'http://p', '--expr', 'up', '--at', '1e300']],
    ['--range', ['forecast', '--url', 'http://p', '--expr', 'up', '--range', '0s']],
    ['--output', ['forecast', '--url', 'http://p', '--expr', 'up', '-o', 'xml']],
    ['--state-dir', ['serve']],
    ['--listen', ['serve', '--listen']],
    ['--config', ['serve', '--config', '/nowhere/headroom.yaml']],
    ['--data', ['bench', 'forecast', '--out', '/nowhere/out.csv']],
    ['--out', ['bench', 'forecast', '--data', '/nowhere']],
    ['--limit', ['bench', 'forecast', '--data', '/nowhere', '--out', '/nowhere/out.csv', '--limit', '0']],
    ['--state', ['audit', 'verify']],
    ['--state', ['audit', 'verify', '--state', '/nowhere']],
    ['--output', ['audit', 'verify', '--state', '/nowhere', '-o', 'xml']],
    ['verify', ['audit']],
    ['verify', ['audit', 'repair']],
    ['--dir', ['sample-exporter']],
    ['--port', ['sample-exporter', '--dir', '/nowhere', '--port', '70000']],
    ['--seed', ['sample-exporter', '--dir', '/nowhere', '--seed', '1.5']],
  ])('names %s and ends with 2: %j', async (option, argv) => {
    expect(await run(...argv)).toBe(2);
    expect(line.err.join('\n')).toMatch(new RegExp(`^headroom ${argv[0]}: .*${option}`));
    expect(line.err).toHaveLength(1);
    expect(line.out).toEqual([]);
    expect(line.directories.filter((path) => existsSync(path))).toEqual([]);
  });

  it('ends with 1 when the source is at fault, whose fault it tells', async () => {
    line.assembled.reader.failure = new HeadroomError('source_unreachable', 'Nothing answers.', { field: 'url' });
    expect(await forecast()).toBe(1);
    expect(line.err).toEqual(['headroom forecast: Nothing answers.']);
    expect(line.deeds).toEqual(['engine stopped']);
  });

  it('ends with 1 and all that is known when it fails itself', async () => {
    const failure = new TypeError('x is undefined');
    line.assembled.reader.failure = failure;
    expect(await forecast()).toBe(1);
    expect(line.err[0]).toMatch(/^headroom forecast: Headroom failed/);
    expect(line.err[1]).toBe(String(failure));
  });

  describe('forecast', () => {
    const nowMs = () => line.assembled.clock.now();

    it('prints the same answer as JSON and as YAML, and leaves nothing behind', async () => {
      expect(await forecast('-o', 'json')).toBe(0);
      expect(await forecast('--output', 'yaml')).toBe(0);
      const answer = JSON.parse(line.out[0] ?? '') as { forecast: ForecastResponse };
      expect(answer.forecast).toMatchObject({ originMs: nowMs(), series: [{ name: 'up', labels: { node: 'a' } }] });
      expect(answer.forecast.series[0]?.actual.values).toHaveLength(168);
      expect(parseYaml(line.out[1] ?? '')).toEqual(answer);
      expect(line.deeds).toEqual(['engine stopped', 'engine stopped']);
      expect(line.directories).toHaveLength(2);
      expect(line.directories.filter((path) => existsSync(path))).toEqual([]);
    });

    it('tells with a capacity when it is reached, within the horizon at most', async () => {
      line.assembled.reader.instants = { size: [{ labels: {}, value: 5 }] };
      expect(await forecast('-o', 'json', '--capacity', 'size', '--horizon', '2d')).toBe(0);
      expect(JSON.parse(line.out[0] ?? '')).toMatchObject({ breach: { series: [{ state: 'unlikely', capacity: 5 }] } });
    });

    it('passes several exclusions and events on', async () => {
      const calendar = ['--timezone', 'Asia/Tokyo', '--exclude', '2026-03-01', '--exclude', '2026-03-02'];
      expect(await forecast('-o', 'json', ...calendar, '--event', 'x=2026-03-03', '--event', 'y=2026-03-04')).toBe(0);
      expect(line.assembled.asked[0]).toMatchObject({
        timeZone: 'Asia/Tokyo',
        exclusions: [{ startMs: Date.parse('2026-02-28T15:00Z') }, { startMs: Date.parse('2026-03-01T15:00Z') }],
        events: [{ name: 'x' }, { name: 'y' }],
      });
    });

    it('goes back to the time that it is told', async () => {
      const at = nowMs() - 86_400_000;
      for (const text of [new Date(at).toISOString(), String(at / 1000)]) {
        await forecast('-o', 'json', '--at', text);
      }
      const origins = line.out.map((text) => (JSON.parse(text) as { forecast: ForecastResponse }).forecast.originMs);
      expect(origins).toEqual([at, at]);
    });

    it('takes name and password out of the address', async () => {
      await run('forecast', '--url', 'http://nadia:p%40ss@prometheus/x/', '--expr', 'up');
      expect(line.assembled.opened[0]?.settings).toMatchObject({
        baseUrl: 'http://prometheus/x',
        auth: { kind: 'basic', user: 'nadia', password: 'p@ss' },
      });
    });

    it('prints a table for people', async () => {
      expect(await forecast()).toBe(0);
      expect(line.out.join('\n')).toContain('up');
    });
  });

  describe('serve', () => {
    function configFile(content: object | string): string {
      const path = join(directory, 'headroom.yaml');
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
      return path;
    }

    let doorCallers: readonly Caller[] = [];

    /** Serves until ready, then asks it to stop as a supervisor would. */
    function serve(...argv: string[]) {
      const info = (message: string) => {
        line.deeds.push(message);
        if (message === 'Headroom is ready') {
          setImmediate(() => process.emit('SIGTERM'));
        }
      };
      const door = { url: 'http://127.0.0.1:1', stop: async () => void line.deeds.push('door closed') };
      const serveHttp: CliAssembly['serveHttp'] = async ({ callers }, { sourceOf }) => {
        doorCallers = callers;
        const isKnown = (name: string) => sourceOf(name, '0') !== undefined;
        line.deeds.push(`knows lab: ${isKnown('lab')}, other: ${isKnown('other')}`);
        return door;
      };
      const createLogger = () => ({ ...line.assembled.log, info });
      return runCommand(['serve', ...argv], line.assembly({ serveHttp, createLogger }));
    }

    const lab = { url: 'http://prometheus:9090/' };

    it('opens its sources and its door, and closes the door before the engine', async () => {
      const config = configFile({ stateDir: directory, sources: { lab } });
      expect(await serve('--config', config, '--listen', '127.0.0.1:7')).toBe(0);
      expect(line.deeds).toEqual([
        'knows lab: true, other: false',
        'Headroom is ready',
        'stopping',
        'door closed',
        'engine stopped',
      ]);
      expect(line.configs[0]).toMatchObject({ listen: '127.0.0.1:7', stateDir: directory });
      expect(line.assembled.opened[0]).toMatchObject({
        org: '0',
        uid: 'lab',
        settings: { baseUrl: 'http://prometheus:9090' },
      });
    });

    it('reads secrets from files', async () => {
      const secret = join(directory, 'token');
      writeFileSync(secret, 'hunter2\n');
      const sources = {
        bearer: { ...lab, bearerTokenFile: secret, caFile: secret },
        basic: { ...lab, basicAuth: { user: 'nadia', passwordFile: secret } },
      };
      expect(await serve('--config', configFile({ stateDir: directory, sources }))).toBe(0);
      expect(line.assembled.opened.map(({ settings: { auth, tls } }) => ({ auth, tls }))).toEqual([
        { auth: { kind: 'bearer', token: 'hunter2' }, tls: { skipVerify: false, ca: 'hunter2' } },
        { auth: { kind: 'basic', user: 'nadia', password: 'hunter2' }, tls: { skipVerify: false } },
      ]);
    });

    it('reads the tokens of callers from files, and hands on only their digests', async () => {
      const token = join(directory, 'token');
      writeFileSync(token, 'hunter2\n');
      const digest = createHash('sha256').update('hunter2').digest('hex');
      const callers = [
        { name: 'grafana', role: 'Admin', tokenFile: token },
        { name: 'ci', role: 'Viewer', tokenSha256: 'a'.repeat(64) },
      ];
      expect(await serve('--config', configFile({ stateDir: directory, callers }))).toBe(0);
      expect(doorCallers).toEqual([
        { name: 'grafana', role: 'Admin', organisation: 0, tokenSha256: digest },
        { name: 'ci', role: 'Viewer', organisation: 0, tokenSha256: 'a'.repeat(64) },
      ]);
    });

    it('opens each source for the organisations whose callers may ask it, and for no other', async () => {
      const callers = [1, 2].map((organisation) => ({
        ...{ name: 'ci', role: 'Viewer', organisation },
        tokenSha256: String(organisation).repeat(64),
      }));
      const sources = { all: lab, first: { ...lab, organisations: [1] } };
      expect(await serve('--config', configFile({ stateDir: directory, callers, sources }))).toBe(0);
      const opened = line.assembled.opened.map(({ org, uid }) => `${uid} for ${org}`);
      expect(opened).toEqual(['all for 1', 'all for 2', 'first for 1']);
      expect(line.deeds).toContain('knows lab: false, other: false');
    });

    it.each<[string, object | string]>([
      ['Cannot read /nowhere', { callers: [{ name: 'ci', role: 'Viewer', tokenFile: '/nowhere' }] }],
      ['/dev/null is empty', { callers: [{ name: 'ci', role: 'Viewer', tokenFile: '/dev/null' }] }],
      ['"sources.lab.url"', { sources: { lab: { url: 'prometheus' } } }],
      ['sources.lab.url', { sources: { lab: { url: 'http://nadia:hunter2@prometheus' } } }],
      ['Cannot read /nowhere', { sources: { lab: { ...lab, bearerTokenFile: '/nowhere' } } }],
      ['"port"', { port: 5 }],
      ['"workers"', { workers: 'many' }],
      ['is larger than 131072 bytes', `{${'"a": 1,'.repeat(20_000)}}`],
      ['does not hold settings', '[1, 2]'],
      ['does not hold settings', 'just text'],
      ['cannot read', '{"a": '],
    ])('tells that %s is wrong, and no secret: %j', async (words, content) => {
      const text = typeof content === 'string' ? content : { stateDir: directory, ...content };
      expect(await serve('--config', configFile(text))).toBe(2);
      expect(line.err.join()).toContain(words);
      expect(line.err.join()).not.toContain('hunter2');
      expect(line.deeds.filter((deed) => deed !== 'engine stopped')).toEqual([]);
    });

    it('gives the state free when the door cannot be opened', async () => {
      const config = configFile({ stateDir: directory });
      expect(await runCommand(['serve', '--config', config], line.assembly())).toBe(1);
      expect(line.deeds).toEqual(['engine stopped']);
    });
  });
});
