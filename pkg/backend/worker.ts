import { isSea } from 'node:sea';
import { parentPort } from 'node:worker_threads';
import { gathered } from './compute/gathered.ts';
import { runTask, type Task, type TaskResult } from './compute/tasks.ts';

/** Longer than the pauses between the tasks of one question. */
const IDLE_MS = 1_000;
let idle: NodeJS.Timeout | undefined;

// A flag of the build gives it; nothing else would tell that it is missing.
if (isSea() && globalThis.gc === undefined) {
  process.emitWarning('A worker cannot clean up when it has nothing to do: the engine was built without --expose-gc.');
}

parentPort?.on('message', ({ id, task }: { id: number; task: Task }) => {
  clearTimeout(idle);
  try {
    answer(id, runTask(task));
  } catch (thrown) {
    parentPort?.postMessage({ id, error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) });
  }
  // V8 sees only small objects and would keep the many megabytes of numbers behind them until the next work.
  idle = setTimeout(() => globalThis.gc?.(), IDLE_MS);
});

/** Every item of a result has a buffer of its own, so that it can be kept, or sent again, without the others. */
function answer(id: number, result: TaskResult): void {
  const buffers: ArrayBuffer[] = [];
  const gather = (part: unknown): unknown => {
    const { value, buffer } = gathered(part);
    buffers.push(buffer);
    return value;
  };
  const own: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(result) as Array<[string, unknown]>) {
    own[name] = Array.isArray(part) ? part.map(gather) : gather(part);
  }
  parentPort?.postMessage({ id, result: own }, buffers);
}
