/**
 * Loads a real Grafana that runs on this machine with requests at a steady rate, as dashboards and alert rules would send
 * them, and tells errors, latencies and how the memory of the engine grows. Every request starts at its own time, whether
 * those before it are answered or not, and its latency counts from then on. It measures and judges nothing.
 *
 * Usage: GRAFANA_URL=http://127.0.0.1:3000 node tests/bench/load.ts [REQUESTS_A_SECOND [MINUTES]], beside `make demo`.
 * HEADROOM_SOURCE is the uid of another data source, ENGINE_PID tells which engine when several are running.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';

const BASE = (process.env['GRAFANA_URL'] ?? '').replace(/\/+$/, '');
const SOURCE = process.env['HEADROOM_SOURCE'] ?? 'headroom';
const RATE = Number(process.argv[2] ?? 50);
const MINUTES = Number(process.argv[3] ?? 5);
const SLOPE_MINUTES = 3;
const WARM_UP = 50;
const SAMPLE_MS = 5_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TYPE = 'headroom-capacity-datasource';

const usedBytes = 'sum by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes)';
const capacityBytes = 'sum by (namespace, persistentvolumeclaim) (kubelet_volume_stats_capacity_bytes)';
const cpuOfOne = (workload: string) =>
  `sum by (namespace) (rate(container_cpu_usage_seconds_total{pod=~"${workload}-.*"}[5m]))`;

/** One kind of request, and how many of a hundred are of that kind. */
interface Kind {
  readonly name: string;
  readonly share: number;
  readonly days: number;
  readonly query?: object;
  readonly path?: string;
}

const KINDS: readonly Kind[] = [
  { name: 'forecast', share: 60, days: 7, query: { queryType: 'forecast', expr: cpuOfOne('checkout') } },
  {
    name: 'breach',
    share: 20,
    days: 7,
    query: { queryType: 'breach', expr: usedBytes, capacity: capacityBytes, within: '4d' },
  },
  { name: 'baseline', share: 5, days: 1, query: { queryType: 'baseline', expr: cpuOfOne('search') } },
  { name: 'anomaly', share: 10, days: 1, query: { queryType: 'anomaly', expr: cpuOfOne('search') } },
  { name: 'list of forecasts', share: 5, days: 0, path: `/api/datasources/uid/${SOURCE}/resources/v1/forecasts` },
];

interface Outcome {
  readonly kind: string;
  readonly latencyMs: number;
  readonly error: string | undefined;
}

interface Memory {
  readonly atMs: number;
  readonly megabytes: number;
}

if (!/^http:\/\/(127\.0\.0\.1|localhost)(:|$)/.test(BASE)) {
  console.error(
    'GRAFANA_URL must name a Grafana on this machine, such as http://127.0.0.1:3000: nothing else is loaded.'
  );
  process.exit(1);
}

const dispatcher = new Agent({ connections: 200 });

async function call(method: 'GET' | 'POST' | 'DELETE', path: string, authorization: string, body?: object) {
  const answer = await request(`${BASE}${path}`, {
    dispatcher,
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, text: await answer.body.text() };
}

/** A token of a Viewer, since a password costs Grafana more than the question. */
async function viewerToken(): Promise<{ token: string; remove: () => Promise<unknown> }> {
  const user = process.env['GRAFANA_USER'] ?? 'admin';
  const admin = `Basic ${btoa(`${user}:${process.env['GRAFANA_PASSWORD'] ?? 'admin'}`)}`;
  const name = `headroom-load-${Date.now().toString(36)}`;
  const made = await call('POST', '/api/serviceaccounts', admin, { name, role: 'Viewer' });
  const { id } = JSON.parse(made.text) as { id: number };
  const answer = await call('POST', `/api/serviceaccounts/${id}/tokens`, admin, { name });
  const { key } = JSON.parse(answer.text) as { key: string };
  return { token: `Bearer ${key}`, remove: () => call('DELETE', `/api/serviceaccounts/${id}`, admin) };
}

/** Why there is no answer, `undefined` when there is one. */
async function ask(kind: Kind, token: string): Promise<string | undefined> {
  if (kind.path !== undefined) {
    const { status, text } = await call('GET', kind.path, token);
    return status === 200 ? undefined : `${status} ${text.slice(0, 120)}`;
  }
  const to = Date.now();
  const datasource = { type: TYPE, uid: SOURCE };
  const { status, text } = await call('POST', '/api/ds/query', token, {
    from: String(to - kind.days * DAY),
    to: String(to),
    queries: [{ refId: 'A', datasource, maxDataPoints: 300, intervalMs: 60_000, ...kind.query }],
  });
  return status === 200 ? whyNoFrames(text) : `${status} ${text.slice(0, 120)}`;
}

function whyNoFrames(text: string): string | undefined {
  const { results } = JSON.parse(text) as { results: { A?: { error?: string; frames?: unknown[] } } };
  const { error, frames = [] } = results.A ?? {};
  return error ?? (frames.length > 0 ? undefined : 'no frames');
}

async function outcomeOf(kind: Kind, token: string, dueMs: number): Promise<Outcome> {
  const error = await ask(kind, token).catch((thrown: unknown) => String(thrown));
  return { kind: kind.name, latencyMs: performance.now() - dueMs, error };
}

/** The kinds in a fixed order in which each comes as often as its share says. */
function schedule(): Kind[] {
  const due = KINDS.map((kind) => ({ kind, debt: 0 }));
  return Array.from({ length: 100 }, () => {
    due.forEach((one) => (one.debt += one.kind.share));
    const next = due.reduce((most, one) => (one.debt > most.debt ? one : most));
    next.debt -= 100;
    return next.kind;
  });
}

/** Engines that a Grafana has started. */
function enginePids(): number[] {
  const read = (pid: string, file: string) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
      return ''; // ended in between
    }
  };
  const isEngine = (pid: string) => /\/gpx_headroom[^/]*$/.test(read(pid, 'cmdline').split('\0')[0] ?? '');
  const parentOf = (pid: string) => /^PPid:\s+(\d+)$/m.exec(read(pid, 'status'))?.[1] ?? '';
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isEngine(name) && read(parentOf(name), 'comm').startsWith('grafana'))
    .map(Number);
}

function residentMegabytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
}

/** Of the straight line through the last minutes, in MB in ten minutes. */
function slopeOf(memory: readonly Memory[]): number {
  const last = memory.filter(({ atMs }) => atMs >= (memory.at(-1)?.atMs ?? 0) - SLOPE_MINUTES * 60_000);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [atMs, megabytes] = [mean(last.map((one) => one.atMs)), mean(last.map((one) => one.megabytes))];
  const covariance = mean(last.map((one) => (one.atMs - atMs) * (one.megabytes - megabytes)));
  return (600_000 * covariance) / mean(last.map((one) => (one.atMs - atMs) ** 2));
}

function line(name: string, outcomes: readonly Outcome[]): string {
  const sorted = outcomes.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
  const at = (share: number) =>
    `${(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(1)} ms`;
  const errors = outcomes.filter(({ error }) => error !== undefined).length;
  return `${name.padEnd(18)} ${String(outcomes.length).padStart(6)} requests, ${errors} errors, median ${at(0.5)}, P95 ${at(0.95)}, P99 ${at(0.99)}, most ${at(1)}`;
}

const asked = Number(process.env['ENGINE_PID'] ?? NaN);
const pids = enginePids().filter((one) => Number.isNaN(asked) || one === asked);
const [pid] = pids;
if (pid === undefined || pids.length > 1) {
  console.error(
    `Children of a Grafana on this machine: ${pids.length} engines (${pids.join(', ')}). Name one as ENGINE_PID.`
  );
  process.exit(1);
}
const { token, remove } = await viewerToken();
const memory: Memory[] = [];
const sampling = setInterval(
  () => memory.push({ atMs: performance.now(), megabytes: residentMegabytes(pid) }),
  SAMPLE_MS
);
try {
  for (let i = 0; i < WARM_UP; i++) {
    await ask(KINDS[i % KINDS.length] as Kind, token);
  }
  const kinds = schedule();
  const startMs = performance.now();
  const asked: Array<Promise<Outcome>> = [];
  for (let i = 0; i < RATE * MINUTES * 60; i++) {
    const dueMs = startMs + (1_000 * i) / RATE;
    await sleep(Math.max(0, dueMs - performance.now()));
    asked.push(outcomeOf(kinds[i % kinds.length] as Kind, token, dueMs));
  }
  const outcomes = await Promise.all(asked);
  console.log(`${RATE} requests a second for ${MINUTES} minutes through ${BASE}`);
  console.log(line('all', outcomes));
  for (const { name } of KINDS) {
    console.log(
      line(
        name,
        outcomes.filter(({ kind }) => kind === name)
      )
    );
  }
  const reasons = new Set(outcomes.flatMap(({ error }) => error ?? []));
  [...reasons].slice(0, 5).forEach((reason) => console.log(`error: ${reason}`));
  const sizes = memory.map(({ megabytes }) => megabytes);
  console.log(
    `resident memory of the engine: ${sizes[0]?.toFixed(1)} MB at first, ${sizes.at(-1)?.toFixed(1)} MB at last, most ${Math.max(...sizes).toFixed(1)} MB; slope over the last ${SLOPE_MINUTES} minutes ${slopeOf(memory).toFixed(2)} MB in 10 minutes`
  );
} finally {
  clearInterval(sampling);
  await remove();
  await dispatcher.close();
}
