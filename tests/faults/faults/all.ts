import type { Fault } from '../stage.ts';
import { damagedFile, damagedUnderWay } from './damage.ts';
import { failingDisk, fullDisk, fullDiskAndKill, powerCut, readOnlyDisk } from './disk.ts';
import { clockJump, kill, killAtStart, killHost, killWorkers, restart } from './kills.ts';
import { endlessAnswers } from './memory.ts';
import { brokenPrometheus } from './prometheus.ts';

/** Every fault; those that stand here more often come more often. */
export const FAULTS: readonly Fault[] = [
  kill,
  kill,
  kill,
  killAtStart,
  killHost,
  restart,
  killWorkers,
  clockJump,
  fullDisk,
  fullDisk,
  fullDiskAndKill,
  readOnlyDisk,
  failingDisk,
  failingDisk,
  powerCut,
  powerCut,
  damagedFile,
  damagedFile,
  damagedFile,
  damagedUnderWay,
  endlessAnswers,
  ...brokenPrometheus,
];
