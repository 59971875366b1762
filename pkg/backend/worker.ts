import { parentPort } from 'node:worker_threads';
import { runTask, type Task } from './compute/tasks.ts';

parentPort?.on('message', ({ id, task }: { id: number; task: Task }) => {
  try {
    parentPort?.postMessage({ id, result: runTask(task) });
  } catch (thrown) {
    parentPort?.postMessage({ id, error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) });
  }
});
