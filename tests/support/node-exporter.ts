import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const NODE_EXPORTER = process.env['NODE_EXPORTER_BIN'] ?? 'prometheus-node-exporter';
const READY_WITHIN_MS = 30_000;

/** A real node_exporter that shows the machine of the test. */
export interface NodeExporter {
  /** Host and port to scrape. */
  readonly target: string;
  stop(): Promise<void>;
}

/** Starts Debian's node_exporter on a free port. */
export async function startNodeExporter(): Promise<NodeExporter> {
  const target = `127.0.0.1:${await freePort()}`;
  const child = spawn(NODE_EXPORTER, [`--web.listen-address=${target}`, '--log.level=error'], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  const giveUpMs = Date.now() + READY_WITHIN_MS;
  while ((await fetch(`http://${target}/`).catch(() => undefined))?.ok !== true) {
    if (Date.now() > giveUpMs || child.exitCode !== null) {
      await stop();
      throw new Error(`node_exporter did not get ready (exit code ${child.exitCode}).`);
    }
    await sleep(50);
  }
  return { target, stop };
}
