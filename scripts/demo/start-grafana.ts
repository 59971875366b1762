import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort } from '../../pkg/backend/cli/sample/ports.ts';
import { type Running, say, startLogged, untilAnswers } from './running.ts';

const APP = 'headroom-capacity-app';
const IDS = [APP, 'headroom-capacity-datasource', 'headroom-forecast-panel', 'headroom-anomaly-panel'];
const READY_TIMEOUT_MS = 90_000;

interface GrafanaOptions {
  readonly home: string;
  readonly program: string;
  readonly state: string;
  readonly prometheusUrl: string;
}

/** Starts a Grafana server on this machine with our plugin, data source, dashboard and alert rule. */
export async function startGrafana({ home, program, state, prometheusUrl }: GrafanaOptions): Promise<Running> {
  if (!existsSync(program)) {
    throw new Error(`GRAFANA_BIN names ${program}, which does not exist.`);
  }
  const folder = join(state, 'grafana');
  const plugins = join(folder, 'plugins');
  // A demo starts afresh: an alert that fired yesterday would confuse.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(plugins, { recursive: true });
  symlinkSync(resolve('dist'), join(plugins, APP));
  const port = await freePort('127.0.0.1', Number(process.env['GRAFANA_PORT'] ?? 3000));
  const config = join(folder, 'grafana.ini');
  writeFileSync(config, ini(folder, plugins, port));
  say('Starting Grafana.');
  const grafana = startLogged(program, ['server', '--homepath', home, '--config', config], {
    log: join(folder, 'grafana.log'),
    env: {
      ...process.env,
      HEADROOM_PROMETHEUS_URL: prometheusUrl,
      HEADROOM_DASHBOARDS: resolve('dashboards'),
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswers(`${url}/api/health`, grafana, READY_TIMEOUT_MS);
  say(`Grafana answers at ${url} (admin / admin, or look around without signing in).`);
  say(`Dashboard: ${url}/d/headroom-capacity-forecast`);
  say(`Alert rule: ${url}/alerting/list`);
  return grafana;
}

function ini(folder: string, plugins: string, port: number): string {
  return `
[server]
http_addr = 127.0.0.1
http_port = ${port}
root_url = http://127.0.0.1:${port}/
[paths]
data = ${join(folder, 'data')}
logs = ${join(folder, 'logs')}
plugins = ${plugins}
provisioning = ${resolve('provisioning')}
[plugins]
allow_loading_unsigned_plugins = ${IDS.join(',')}
preinstall_disabled = true
public_key_retrieval_disabled = true
[plugin.headroom-capacity-datasource]
state_dir = ${join(folder, 'headroom')}
[auth.anonymous]
enabled = true
org_role = Viewer
[security]
disable_gravatar = true
[analytics]
reporting_enabled = false
check_for_updates = false
check_for_plugin_updates = false
[news]
news_feed_enabled = false
[unified_alerting]
min_interval = 10s
[log]
mode = console
`;
}
