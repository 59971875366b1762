import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import type { PluginDoorConfig } from '#contract/plugin-door.ts';
import { commandLine } from '../../../tests/support/command-line.ts';
import { runCommand } from './run-command.ts';

const grafanaUrl = 'http://grafana:3000';

describe('serve with a door for the plugin', () => {
  let line: ReturnType<typeof commandLine>;
  let directory: string;
  let opened: PluginDoorConfig[];
  beforeEach(() => {
    line = commandLine();
    directory = mkdtempSync(join(tmpdir(), 'headroom-test-'));
    opened = [];
  });
  afterEach(async () => {
    rmSync(directory, { recursive: true });
    await line.cleanUp();
  });

  function file(name: string, content: string): string {
    const path = join(directory, name);
    writeFileSync(path, content);
    return path;
  }

  const door = (name: string) => ({ url: name, stop: async () => void line.deeds.push(`${name} closed`) });

  /** Serves until ready, then asks it to stop as a supervisor would. */
  function serve(plugin: object | undefined, argv: readonly string[] = [], failure?: Error) {
    const config = file('headroom.yaml', JSON.stringify({ stateDir: directory, plugin }));
    const info = (message: string) => message === 'Headroom is ready' && setImmediate(() => process.emit('SIGTERM'));
    const assembly = line.assembly({
      createLogger: () => ({ ...line.assembled.log, info: (message) => void info(message) }),
      serveHttp: async () => door('http'),
      servePluginDoor: async (given) => {
        opened.push(given);
        if (failure !== undefined) {
          throw failure;
        }
        return door('plugin');
      },
    });
    return runCommand(['serve', '--config', config, ...argv], assembly);
  }

  it('opens none that nobody asked for', async () => {
    expect(await serve(undefined)).toBe(0);
    expect(opened).toEqual([]);
  });

  it('reads token, certificate and authority from their files, and closes both doors before the engine', async () => {
    const plugin = {
      listen: '0.0.0.0:1',
      tokenFile: file('token', 'hunter2\n'),
      certFile: file('cert', 'CERT'),
      keyFile: file('key', 'KEY'),
      grafanaUrl,
      grafanaCaFile: file('ca', 'CA'),
    };
    expect(await serve(plugin, ['--plugin-listen', '0.0.0.0:2'])).toBe(0);
    expect(opened).toEqual([
      {
        listen: '0.0.0.0:2',
        tokenSha256: createHash('sha256').update('hunter2').digest('hex'),
        tls: { cert: 'CERT', key: 'KEY' },
        grafana: { url: grafanaUrl, ca: 'CA' },
      },
    ]);
    expect(line.deeds.at(-1)).toBe('engine stopped');
    expect(line.deeds.slice(0, -1).sort()).toEqual(['http closed', 'plugin closed']);
  });

  it('tells which setting is missing when only --plugin-listen is there', async () => {
    expect(await serve(undefined, ['--plugin-listen', '127.0.0.1:2'])).toBe(2);
    expect(line.err.join()).toContain('plugin.grafanaUrl');
  });

  it.each(['tokenFile', 'certFile', 'grafanaCaFile'])('names %s when the file is not there', async (name) => {
    const files = { tokenFile: file('token', 't'), certFile: file('cert', 'C'), keyFile: file('key', 'K') };
    expect(await serve({ grafanaUrl, ...files, [name]: '/nowhere' })).toBe(2);
    expect(line.err.join()).toContain('Cannot read /nowhere');
    expect(line.deeds).toEqual(['engine stopped']);
  });

  it('closes the other door when this one cannot be opened', async () => {
    const failure = new HeadroomError('not_configured', 'Cannot listen.', { field: 'plugin.listen' });
    expect(await serve({ grafanaUrl, tokenFile: file('token', 't') }, [], failure)).toBe(2);
    expect(line.deeds).toEqual(['http closed', 'engine stopped']);
  });
});
