import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort } from '../../pkg/backend/cli/sample/ports.ts';
import { startPreviewHost } from '../../tests/preview-host/server.ts';
import { type Running, say, startLogged, untilAnswers } from './running.ts';

const READY_TIMEOUT_MS = 30_000;
const HOST = '127.0.0.1';
const SOURCE = 'headroom';

interface PreviewOptions {
  readonly state: string;
  readonly prometheusUrl: string;
}

/** Starts the engine as a service and the preview host on top of it, for machines without a Grafana. */
export async function startPreview({ state, prometheusUrl }: PreviewOptions): Promise<Running> {
  say(
    'Neither a Docker daemon nor GRAFANA_HOME and GRAFANA_BIN were found, so this shows our pages without a Grafana:'
  );
  say(
    'forecasts work, dashboards and alert rules cannot be shown. For the whole, start Docker or name a Grafana server.'
  );
  const folder = join(state, 'engine');
  mkdirSync(folder, { recursive: true });
  const port = await freePort(HOST, Number(process.env['PREVIEW_PORT'] ?? 3000));
  const enginePort = await freePort(HOST, 0);
  const config = join(folder, 'headroom.json');
  writeFileSync(
    config,
    JSON.stringify({
      listen: `${HOST}:${enginePort}`,
      stateDir: join(folder, 'state'),
      sources: { [SOURCE]: { url: prometheusUrl } },
    })
  );
  const engine = startLogged(resolve('bin/headroom'), ['serve', '--config', config], {
    log: join(folder, 'engine.log'),
  });
  const engineUrl = `http://${HOST}:${enginePort}`;
  try {
    await untilAnswers(`${engineUrl}/readyz`, engine, READY_TIMEOUT_MS);
    const host = await startPreviewHost({ engineUrl, port, distDir: resolve('dist'), sources: [SOURCE] });
    say(`The engine answers at ${engineUrl}.`);
    say(`Open ${host.url} to see forecasts of the sample cluster.`);
    return {
      ended: engine.ended,
      stop: async () => {
        await host.stop();
        await engine.stop();
      },
    };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}
