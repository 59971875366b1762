import type { Draw } from './draw.ts';
import type { FaultyPrometheus } from './faulty-prometheus.ts';
import type { StateDisk } from './state-disk.ts';
import type { SupervisedEngine } from './supervised-engine.ts';

/** What a fault works on. */
export interface Stage {
  readonly engine: SupervisedEngine;
  readonly prometheus: FaultyPrometheus;
  readonly disk: StateDisk;
  readonly draw: Draw;
  /** Told of everything that must not happen. */
  readonly complain: (sentence: string) => void;
}

/** A fault, from its beginning to the recovery. */
export interface Fault {
  readonly name: string;
  /** Makes it and ends it; gives the milliseconds from its end until the engine was ready. */
  readonly make: (stage: Stage) => Promise<number>;
}
