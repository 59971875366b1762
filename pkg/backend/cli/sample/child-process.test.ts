import { describe, expect, it } from 'vitest';
import { runToEnd, startChild } from './child-process.ts';

const NODE = process.execPath;
const FOREVER = 'setInterval(() => {}, 1000); console.error("up");';

async function untilUp(child: ReturnType<typeof startChild>): Promise<void> {
  while (!child.lastWords().includes('up')) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('runToEnd', () => {
  it('passes when the program does', async () => {
    await runToEnd(NODE, ['-e', '']);
  });

  it('fails with the program’s last words', async () => {
    const run = runToEnd(NODE, ['-e', 'console.error("no space left"); process.exit(3)']);
    await expect(run).rejects.toThrow(/exit status 3: no space left/);
  });

  it('fails when there is no such program', async () => {
    await expect(runToEnd('/nowhere/promtool', [])).rejects.toThrow(/ENOENT/);
  });

  it('ends the program when it is aborted', async () => {
    const abort = new AbortController();
    const run = runToEnd(NODE, ['-e', FOREVER], abort.signal);
    setTimeout(() => abort.abort(), 50);
    await expect(run).rejects.toThrow(/signal SIGTERM/);
  });
});

describe('startChild', () => {
  it('stops a program that obeys', async () => {
    const child = startChild(NODE, ['-e', FOREVER]);
    await untilUp(child);
    expect(child.hasEnded()).toBe(false);
    await child.stop(10_000);
    expect(child.hasEnded()).toBe(true);
    expect(await child.ended).toBe('signal SIGTERM');
  });

  it('stops a program that does not', async () => {
    const child = startChild(NODE, ['-e', `process.on('SIGTERM', () => {}); ${FOREVER}`]);
    await untilUp(child);
    await child.stop(100);
    expect(await child.ended).toBe('signal SIGKILL');
  });

  it('gives it a clean environment', async () => {
    process.env['HEADROOM_TEST_SECRET'] = 'x';
    const child = startChild(NODE, ['-e', 'console.error(Object.keys(process.env).sort().join(" "))']);
    await child.ended;
    delete process.env['HEADROOM_TEST_SECRET'];
    expect(child.lastWords()).toContain('PATH');
    expect(child.lastWords()).not.toContain('SECRET');
  });
});
