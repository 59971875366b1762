import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';

const GIVE_UP_MS = 120_000;
const EXIT_WITHIN_MS = 15_000;
const POLL_MS = 50;
const FIRST_ADMIN = { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` };

/** How to start a Grafana of our own. */
export interface GrafanaSetup {
  readonly home: string;
  readonly program: string;
  /** Holds all that it writes. */
  readonly directory: string;
  readonly port: number;
  /** Addresses of the servers that Headroom data sources read, by uid. */
  readonly sources: Readonly<Record<string, string>>;
}

/** A Grafana server with Headroom in its plugins folder, which can be killed and started again. */
export class RealGrafana {
  readonly url: string;
  /** Where its engine keeps the state. */
  readonly stateDir: string;
  private readonly setup: GrafanaSetup;
  private readonly logFile: string;
  private child: ChildProcess | undefined;

  constructor(setup: GrafanaSetup) {
    this.setup = setup;
    this.url = `http://127.0.0.1:${setup.port}`;
    this.stateDir = join(setup.directory, 'headroom');
    this.logFile = join(setup.directory, 'grafana.log');
    prepare(setup);
    writeFileSync(join(setup.directory, 'grafana.ini'), ini(setup.directory, setup.port, this.stateDir));
  }

  start(): void {
    const { home, program, directory } = this.setup;
    const log = openSync(this.logFile, 'a');
    this.child = spawn(program, ['server', '--homepath', home, '--config', join(directory, 'grafana.ini')], {
      env: { PATH: process.env['PATH'], TMPDIR: join(directory, 'scratch') },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
  }

  /** Ends it without a chance to tidy up. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks it to end, and helps when that takes too long. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.child?.kill('SIGKILL'), EXIT_WITHIN_MS);
    await this.end('SIGTERM');
    clearTimeout(timer);
  }

  /** The process of the engine that it has started. */
  get enginePid(): number | undefined {
    const parent = this.child?.pid;
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
      .map(Number)[0];
  }

  /** Milliseconds until an address of it answers with success. */
  async untilAnswers(path: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
    const since = performance.now();
    while (!(await this.answers(path, headers))) {
      if (performance.now() - since > GIVE_UP_MS || this.child?.exitCode !== null) {
        throw new Error(`Grafana does not answer ${path}: ${readFileSync(this.logFile, 'utf8').slice(-2_000)}`);
      }
      await sleep(POLL_MS);
    }
    return performance.now() - since;
  }

  /** A token of the role Admin, which is dearer to check by a password. */
  async makeToken(): Promise<string> {
    const { id } = (await this.post('serviceaccounts', { name: 'load', role: 'Admin' })) as { id: number };
    const { key } = (await this.post(`serviceaccounts/${id}/tokens`, { name: 'load' })) as { key: string };
    return key;
  }

  private async post(path: string, body: object): Promise<unknown> {
    const headers = { ...FIRST_ADMIN, 'content-type': 'application/json' };
    const response = await fetch(`${this.url}/api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) {
      throw new Error(`Grafana answers ${response.status} to ${path}: ${await response.text()}`);
    }
    return response.json();
  }

  private answers(path: string, headers: Readonly<Record<string, string>>): Promise<boolean> {
    return fetch(`${this.url}${path}`, { headers, signal: AbortSignal.timeout(GIVE_UP_MS) }).then(
      async (response) => {
        await response.text();
        return response.ok;
      },
      () => false
    );
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
  }
}

function prepare({ directory, sources }: GrafanaSetup): void {
  const provisioned = join(directory, 'provisioning', 'datasources');
  [provisioned, join(directory, 'plugins'), join(directory, 'scratch')].forEach((path) =>
    mkdirSync(path, { recursive: true })
  );
  symlinkSync(resolve('dist'), join(directory, 'plugins', 'headroom-capacity-app'));
  const datasources = Object.entries(sources).map(([uid, url]) => ({
    ...{ name: uid, uid, type: 'headroom-capacity-datasource', access: 'proxy', url },
    jsonData: { sourceKind: 'direct' },
  }));
  writeFileSync(join(provisioned, 'sources.yaml'), stringify({ apiVersion: 1, datasources }));
}

function ini(directory: string, port: number, stateDir: string): string {
  return `
[server]
http_addr = 127.0.0.1
http_port = ${port}
[paths]
data = ${join(directory, 'data')}
logs = ${join(directory, 'logs')}
plugins = ${join(directory, 'plugins')}
provisioning = ${join(directory, 'provisioning')}
[plugins]
allow_loading_unsigned_plugins = headroom-capacity-app,headroom-capacity-datasource,headroom-forecast-panel,headroom-anomaly-panel
preinstall_disabled = true
public_key_retrieval_disabled = true
[plugin.headroom-capacity-datasource]
state_dir = ${stateDir}
[analytics]
reporting_enabled = false
check_for_updates = false
check_for_plugin_updates = false
`;
}

/** `undefined` for a process that is gone. */
function parentOf(pid: string): number | undefined {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}
