/**
 * Shows Headroom at work on a sample cluster in a real Prometheus, with the most complete Grafana that this machine
 * offers: containers when a Docker daemon answers, else a Grafana server named by GRAFANA_HOME and GRAFANA_BIN, else
 * the preview host, which shows our pages without a Grafana.
 *
 * Usage: node scripts/demo.ts [--seed N] [--days N] [--state DIR]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startSamplePrometheus } from '../pkg/backend/cli/sample/start-sample-prometheus.ts';
import { stopSignal } from '../pkg/backend/cli/stop-signal.ts';
import { type Running, say } from './demo/running.ts';
import { startGrafana } from './demo/start-grafana.ts';
import { startPreview } from './demo/start-preview.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '30' },
    state: { type: 'string', default: '.demo' },
  },
});

if (dockerAnswers()) {
  say('A Docker daemon answers: starting Grafana, Prometheus and the sample exporter in containers.');
  say('Open http://localhost:3000/d/headroom-capacity-forecast when Grafana is up. Ctrl-C ends it.');
  process.exitCode = spawnSync('docker', ['compose', 'up'], { stdio: 'inherit' }).status ?? 1;
} else {
  await runHere(resolve(values.state));
}

function dockerAnswers(): boolean {
  return spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 }).status === 0;
}

async function runHere(state: string): Promise<void> {
  const home = process.env['GRAFANA_HOME'];
  const program = process.env['GRAFANA_BIN'];
  const programs = spawnSync('sh', ['scripts/ensure-packages.sh', 'prometheus', 'promtool:prometheus'], {
    stdio: 'inherit',
  });
  if (programs.status !== 0) {
    process.exitCode = 1;
    return;
  }
  mkdirSync(state, { recursive: true });
  const prometheus = await startSamplePrometheus({
    dir: state,
    prometheusPort: 9090,
    exporterPort: 9099,
    seed: Number(values.seed),
    days: Number(values.days),
    log: say,
  });
  const parts: Running[] = [{ ended: prometheus.ended, stop: () => prometheus.stop() }];
  try {
    parts.unshift(
      home !== undefined && program !== undefined
        ? await startGrafana({ home, program, state, prometheusUrl: prometheus.url })
        : await startPreview({ state, prometheusUrl: prometheus.url })
    );
    say(`To enlarge the volume that fills up: curl -X POST '${prometheus.exporterUrl}/enlarge?pvc=postgres-data'`);
    say('Ctrl-C ends the demo.');
    const why = await Promise.race([stopSignal(), ...parts.map(({ ended }) => ended)]);
    say(`Stopping (${why}).`);
  } finally {
    for (const part of parts) {
      await part.stop();
    }
  }
}
