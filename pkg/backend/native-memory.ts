import { isSea } from 'node:sea';
import { firstParent, handOver } from './host/first-start.ts';

/**
 * How the C library keeps what was freed. By itself it makes up to eight heaps a processor and keeps whatever once was
 * large for later: after an hour of forecasts the process would hold three times what it uses. So few heaps, and what
 * is larger than an array of four thousand numbers goes back to the system at once.
 */
const SETTINGS = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '32768', MALLOC_TRIM_THRESHOLD_: '131072' };

/** The C library reads its settings when a process starts, so the program replaces itself by itself, once. */
function restartWithSettings(): void {
  const isDone = firstParent(process) !== undefined || 'MALLOC_MMAP_THRESHOLD_' in process.env;
  if (isSea() && process.platform === 'linux' && !isDone && process.execve !== undefined) {
    const env = { ...SETTINGS, ...process.env, ...handOver(process) };
    process.execve(process.execPath, process.argv.toSpliced(1, 1), env);
  }
}

restartWithSettings();
