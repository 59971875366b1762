import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { contextOf, ManualClock } from '../app/ports/kit.contract.ts';
import { DATABASE_FILE, openStore, type Store, type StoreOptions } from './open-store.ts';
import { verifyAudit } from './verify-audit.ts';

const ctx = contextOf('1', 'prom');
const PRELUDE = `
  import { openStore } from ${JSON.stringify(new URL('open-store.ts', import.meta.url).href)};
  const ctx = ${JSON.stringify({ org: '1', source: 'prom', principal: 'nadia' })};
  const open = () => openStore({ directory: process.argv[1], setting: 'STATE_DIRECTORY', clock: Date, lockWaitMs: 0 });
`;

describe('a state directory and other processes', () => {
  let directory: string;
  let children: ChildProcess[];
  const options = (more: Partial<StoreOptions> = {}): StoreOptions => ({
    directory,
    setting: 'STATE_DIRECTORY',
    clock: new ManualClock(),
    lockWaitMs: 0,
    ...more,
  });
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'headroom-'));
    children = [];
  });
  afterEach(async () => {
    await Promise.all(children.map(kill));
    rmSync(directory, { recursive: true });
  });

  /** Runs a script in another process and gives it with the lines that it prints. */
  const run = (script: string) => {
    const args = ['--input-type=module', '-e', PRELUDE + script, directory];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  };
  const kill = async (child: ChildProcess) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  };
  const HOLD = `const store = open(); console.log('ready'); setInterval(() => store, 1000);`;

  const refusal = (open: () => Store): HeadroomError => {
    try {
      open().close();
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(HeadroomError);
      return thrown as HeadroomError;
    }
    throw new Error('the state was opened twice');
  };

  it('is refused while another engine uses it, by an error that says what to do', async () => {
    const { lines } = run(HOLD);
    await lines.next();
    const error = refusal(() => openStore(options()));
    expect(error).toMatchObject({ code: 'conflict', field: 'STATE_DIRECTORY' });
    expect(error.message).toContain(directory);
    expect(error.remedy).toContain('STATE_DIRECTORY');
  });

  it('is free as soon as the other engine is killed', async () => {
    const { child, lines } = run(HOLD);
    await lines.next();
    await kill(child);
    const store = openStore(options());
    expect(store.notices).toEqual([]);
    store.close();
  });

  it('is refused to another engine while this one uses it, and free once it is closed', async () => {
    const store = openStore(options());
    const attempt = `try { open(); console.log('open'); process.exit(); } catch (error) { console.log(error.code); }`;
    expect((await run(attempt).lines.next()).value).toBe('conflict');
    store.close();
    expect((await run(attempt).lines.next()).value).toBe('open');
  });

  it('is refused to this process too, and the failed attempt does not loosen the lock', async () => {
    const store = openStore(options());
    expect(refusal(() => openStore(options())).code).toBe('conflict');
    const attempt = `try { open(); console.log('open'); process.exit(); } catch (error) { console.log(error.code); }`;
    expect((await run(attempt).lines.next()).value).toBe('conflict');
    store.close();
  });

  it('is waited for when the other engine is about to stop', async () => {
    const { lines } = run(`const store = open(); console.log('ready'); setTimeout(() => store.close(), 300);`);
    await lines.next();
    openStore(options({ lockWaitMs: 20_000 })).close();
  });

  it('holds all that was acknowledged before a kill -9, and the audit chain is whole', async () => {
    const { child, lines } = run(`
      const store = open();
      for (let count = 1; ; count += 1) {
        await Promise.all([
          store.documents.put(ctx, 'counts', 'latest', count),
          store.audit.append(ctx, { action: 'count', subject: String(count) }),
          store.blobs.put(ctx, 'bytes', new Uint8Array(20_000).fill(count), Number.MAX_SAFE_INTEGER),
        ]);
        process.stdout.write(count + '\\n');
      }`);
    let acknowledged = 0;
    while (acknowledged < 60) {
      acknowledged = Number((await lines.next()).value);
    }
    child.kill('SIGKILL');
    for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
      acknowledged = Number(line.value);
    }
    const files = [DATABASE_FILE, `${DATABASE_FILE}-wal`].map((name) => join(directory, name));
    const left = files.map((path) => readFileSync(path));
    const verdict = verifyAudit(directory);
    expect(verdict.broken).toBeUndefined();
    expect(verdict.entries).toBeGreaterThanOrEqual(acknowledged);
    expect(files.map((path) => readFileSync(path)).every((bytes, index) => bytes.equals(left[index] ?? bytes))).toBe(
      true
    );
    const store = openStore(options({ lockWaitMs: 5_000 }));
    expect(store.notices).toEqual([]);
    expect((await store.documents.get<number>(ctx, 'counts', 'latest'))?.value).toBeGreaterThanOrEqual(acknowledged);
    const [newest] = await store.audit.list(ctx, { limit: 1 });
    expect(newest?.sequence).toBeGreaterThanOrEqual(acknowledged);
    expect(await store.blobs.get(ctx, 'bytes')).toBeDefined();
    store.close();
  }, 60_000);
});
