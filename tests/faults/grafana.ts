/**
 * Kills a real Grafana again and again, the engine being its child, while clients change and ask things through it, then
 * damages the engine's database, and leaves the rest to both; exits with 1 when anything that was acknowledged is lost, or
 * anything is left behind.
 *
 * Usage: GRAFANA_HOME=… GRAFANA_BIN=… node tests/faults/grafana.ts [--kills N] [--seed S] [--keep]
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from '../support/free-port.ts';
import { Draw } from './draw.ts';
import { damageGrossly, ENDS_WITHIN_MS } from './faults/damage.ts';
import { startFaultyPrometheus } from './faulty-prometheus.ts';
import { compareState, processesWith } from './final-state.ts';
import { grafanaDoor } from './load/api.ts';
import { Load } from './load/load.ts';
import { RealGrafana } from './real-grafana.ts';
import { formatReport, type Made } from './report.ts';

const ENGINE_GONE_WITHIN_MS = 3_000;
const ENGINE_ANSWERS_WITHIN_MS = 3_000;
const HEALTH = '/api/datasources/uid/lab/health';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    keep: { type: 'boolean', default: false },
  },
});
const { GRAFANA_HOME: home, GRAFANA_BIN: program } = process.env;
if (home === undefined || program === undefined) {
  throw new Error('Set GRAFANA_HOME and GRAFANA_BIN to a Grafana on this machine.');
}

const seed = Number(values.seed);
const directory = mkdtempSync(join(tmpdir(), 'headroom-grafana-'));
const [lab, spare] = [await startFaultyPrometheus(), await startFaultyPrometheus()];
const sources = { lab: lab.url, spare: spare.url };
const grafana = new RealGrafana({ home, program, directory, port: await freePort(), sources });
const complaints: string[] = [];
const made: Made[] = [];
try {
  grafana.start();
  await grafana.untilAnswers('/api/health');
  const token = await grafana.makeToken();
  const headers = { authorization: `Bearer ${token}` };
  await grafana.untilAnswers(HEALTH, headers);
  const load = new Load(grafanaDoor(grafana.url, token), seed, join(directory, 'journal.jsonl'));
  const draw = new Draw(seed, 'grafana');
  load.start();
  while (made.length < Number(values.kills)) {
    await sleep(draw.between(2_000, 6_000));
    await killGrafana(headers);
  }
  await damageState(draw, headers);
  await sleep(2_000);
  await load.stop();
  await grafana.stop();
  complaints.push(...load.complaints, ...compareState(grafana.stateDir, load.book), ...leftBehind());
  const { slowestMs, answers, book } = load;
  const report = { seed, program: 'packaged engine below a real Grafana', made, outcomes: book.outcomes, answers };
  process.stdout.write(`${formatReport({ ...report, slowestMs, complaints: [...new Set(complaints)] })}\n`);
} finally {
  await grafana.stop();
  await Promise.all([lab.close(), spare.close()]);
  if (!values.keep || complaints.length === 0) {
    rmSync(directory, { recursive: true });
  }
}
process.exitCode = complaints.length === 0 ? 0 : 1;

/** Kills Grafana alone, and starts it again at once. */
async function killGrafana(headers: Readonly<Record<string, string>>): Promise<void> {
  const engine = grafana.enginePid;
  if (engine === undefined) {
    complaints.push('Grafana has started no engine.');
  }
  await grafana.kill();
  const gone = untilGone(engine, ENGINE_GONE_WITHIN_MS);
  grafana.start();
  const startedMs = await grafana.untilAnswers('/api/health');
  const recoveryMs = await grafana.untilAnswers(HEALTH, headers);
  const goneMs = await gone;
  made.push({ name: 'engine answers, after Grafana', recoveryMs });
  if (goneMs > ENGINE_GONE_WITHIN_MS) {
    complaints.push(`The engine outlived its Grafana by ${Math.round(goneMs)} ms.`);
  }
  if (recoveryMs > ENGINE_ANSWERS_WITHIN_MS) {
    complaints.push(`The engine answered only ${Math.round(recoveryMs)} ms after its Grafana.`);
  }
  const times = [goneMs, startedMs, recoveryMs].map((ms) => `${Math.round(ms)} ms`);
  process.stdout.write(`engine gone after ${times[0]}, Grafana back after ${times[1]}, engine ${times[2]} later\n`);
}

/** The engine ends, and its Grafana starts it again. */
async function damageState(draw: Draw, headers: Readonly<Record<string, string>>): Promise<void> {
  const engine = grafana.enginePid;
  if (engine === undefined) {
    complaints.push('No engine runs whose database could be damaged.');
    return;
  }
  damageGrossly(grafana.stateDir, draw);
  const goneMs = await untilGone(engine, ENDS_WITHIN_MS);
  if (goneMs > ENDS_WITHIN_MS) {
    complaints.push('The engine goes on with a database that is damaged under it.');
  }
  const recoveryMs = await grafana.untilAnswers(HEALTH, headers);
  if (grafana.enginePid === undefined || grafana.enginePid === engine) {
    complaints.push('Grafana has started no other engine after the damage.');
  }
  made.push({ name: 'engine answers, after damage', recoveryMs });
  const times = [goneMs, recoveryMs].map((ms) => `${Math.round(ms)} ms`);
  process.stdout.write(`state damaged: engine gone after ${times[0]}, started by Grafana ${times[1]} later\n`);
}

async function untilGone(pid: number | undefined, withinMs: number): Promise<number> {
  const since = performance.now();
  while (pid !== undefined && existsSync(`/proc/${pid}`) && performance.now() - since <= withinMs) {
    await sleep(10);
  }
  return performance.now() - since;
}

function leftBehind(): string[] {
  return [
    ...processesWith(directory).map((pid) => `Process ${pid} was left behind.`),
    ...readdirSync(join(directory, 'scratch')).map((name) => `The temporary file ${name} was left behind.`),
  ];
}
