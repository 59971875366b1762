import type { Draw } from './draw.ts';
import type { FaultyPrometheus } from './faulty-prometheus.ts';
import type { StateDisk } from './state-disk.ts';
import type { SupervisedEngine } from './supervised-engine.ts';

/** How long the engine waits for an answer of Prometheus. */
export const SOURCE_TIMEOUT_SECONDS = 6;

/** What a fault works on. */
export interface Stage {
  readonly engine: SupervisedEngine;
  readonly prometheus: FaultyPrometheus;
  readonly disk: StateDisk;
  readonly draw: Draw;
  /** Milliseconds until a question that nobody asked before has its answer from Prometheus. */
  readonly untilAnswered: () => Promise<number>;
  /** Told of everything that must not happen. */
  readonly complain: (sentence: string) => void;
}

/** A fault, from its beginning to the recovery. */
export interface Fault {
  readonly name: string;
  /** Makes it and ends it; gives the milliseconds from its end until the engine was ready. */
  readonly make: (stage: Stage) => Promise<number>;
}
