import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { engineSources, packagedEngine } from '../support/engine-process.ts';
import { freePort } from '../support/free-port.ts';
import { Draw } from './draw.ts';
import { FAULTS } from './faults/all.ts';
import { type FaultyPrometheus, startFaultyPrometheus } from './faulty-prometheus.ts';
import { compareState, processesWith } from './final-state.ts';
import { createApi, serviceDoor } from './load/api.ts';
import { Load } from './load/load.ts';
import { askAnew } from './load/queries.ts';
import type { Made, Report } from './report.ts';
import { type Fault, SOURCE_TIMEOUT_SECONDS, type Stage } from './stage.ts';
import { mountStateDisk } from './state-disk.ts';
import { SupervisedEngine } from './supervised-engine.ts';

const DISK_MEGABYTES = 128;

/** How to run faults. */
export interface FaultRun {
  readonly seed: number;
  readonly count: number;
  /** Told of each fault as it has been made. */
  readonly onMade?: (made: Made) => void;
  /** Only faults whose name fits. */
  readonly only?: RegExp;
  /** Slower recoveries are told as faults of the engine. */
  readonly readyWithinMs: number;
  /** Ends early, in order. */
  readonly until?: AbortSignal;
  /** Keeps the folder with journal and log when something is wrong. */
  readonly keep?: boolean;
}

/**
 * Makes faults at random moments while clients change and ask things, and compares what is there at the end with what
 * an undisturbed run of the acknowledged changes gives.
 */
export async function runFaults(run: FaultRun): Promise<Report> {
  const directory = mkdtempSync(join(tmpdir(), 'headroom-faults-'));
  const disk = mountStateDisk(join(directory, 'disk'), DISK_MEGABYTES);
  const [prometheus, well] = [await startFaultyPrometheus(), await startFaultyPrometheus()];
  const url = `127.0.0.1:${await freePort()}`;
  const program = packagedEngine();
  const engine = new SupervisedEngine({
    program: program ?? engineSources,
    configFile: writeConfig(directory, disk.directory, url, { lab: prometheus.url, spare: well.url }),
    logFile: join(directory, 'engine.log'),
    scratch: join(directory, 'scratch'),
    url: `http://${url}`,
  });
  const door = serviceDoor(`http://${url}`);
  const load = new Load(door, run.seed, join(directory, 'journal.jsonl'));
  const complaints: string[] = [];
  const complain = (sentence: string) => complaints.push(sentence);
  const api = createApi(door);
  const untilAnswered = () => askAnew(api);
  const stage: Stage = { engine, prometheus, disk, draw: new Draw(run.seed, 'faults'), complain, untilAnswered };
  try {
    engine.start();
    await engine.untilReady();
    load.start();
    const made = await makeFaults(stage, run);
    complaints.push(...tooSlow(made, run.readyWithinMs));
    await load.stop();
    await finish(stage, load, complain);
    complaints.push(...load.complaints, ...leftBehind(directory));
    const { slowestMs, answers, book } = load;
    const name = program === undefined ? 'engine from its sources' : 'packaged engine';
    const wrong = [...new Set(complaints)];
    return { seed: run.seed, program: name, made, outcomes: book.outcomes, answers, slowestMs, complaints: wrong };
  } finally {
    await load.stop();
    await engine.kill();
    await Promise.all([prometheus.close(), well.close()]);
    disk.unmount();
    if (run.keep !== true || complaints.length === 0) {
      rmSync(directory, { recursive: true });
    }
  }
}

function writeConfig(
  directory: string,
  stateDir: string,
  listen: string,
  sources: Readonly<Record<string, FaultyPrometheus['url']>>
): string {
  const file = join(directory, 'headroom.yaml');
  mkdirSync(join(directory, 'scratch'));
  const configured = Object.entries(sources).map(([name, url]) => [
    name,
    { url, limits: { timeoutSeconds: SOURCE_TIMEOUT_SECONDS } },
  ]);
  writeFileSync(file, stringify({ stateDir, listen, workers: 2, sources: Object.fromEntries(configured) as object }));
  return file;
}

async function makeFaults(stage: Stage, run: FaultRun): Promise<Made[]> {
  const made: Made[] = [];
  for (const fault of dealt(stage.draw, run)) {
    if (run.until?.aborted === true) {
      break;
    }
    await sleep(stage.draw.between(200, 1_500));
    const one = { name: fault.name, recoveryMs: await fault.make(stage) };
    made.push(one);
    run.onMade?.(one);
  }
  return made;
}

function tooSlow(made: readonly Made[], limitMs: number): string[] {
  return made
    .filter(({ recoveryMs }) => recoveryMs > limitMs)
    .map(({ name, recoveryMs }) => `Ready only ${Math.round(recoveryMs)} ms after: ${name}.`);
}

/** Faults in random order, all of them before any comes again. */
function dealt(draw: Draw, { count, only = /./ }: FaultRun): Fault[] {
  const known = FAULTS.filter(({ name }) => only.test(name));
  const faults: Fault[] = [];
  while (faults.length < count) {
    faults.push(...draw.shuffled(known));
  }
  return faults.slice(0, count);
}

/** Ends the engine in order, compares, and compares again what comes back from the copy alone. */
async function finish({ engine, disk }: Stage, load: Load, complain: (sentence: string) => void): Promise<void> {
  const compareStopped = async () => {
    const code = await engine.stop();
    if (code !== 0) {
      complain(`The engine ended with ${String(code)} at the end.`);
    }
    compareState(disk.directory, load.book).forEach(complain);
  };
  await compareStopped();
  ['headroom.db', 'headroom.db-wal', 'headroom.db-shm'].forEach((name) =>
    rmSync(join(disk.directory, name), { force: true })
  );
  engine.start();
  await engine.untilReady();
  await compareStopped();
}

/** Processes and temporary files that should have gone. */
function leftBehind(directory: string): string[] {
  return [
    ...processesWith(directory).map((pid) => `Process ${pid} was left behind.`),
    ...readdirSync(join(directory, 'scratch')).map((name) => `The temporary file ${name} was left behind.`),
  ];
}
