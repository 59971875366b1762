import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineConfigSchema } from '#contract/engine-config.ts';
import { parseFields } from '#contract/parse-query.ts';
import type { Context } from '../app/context.ts';
import type { Engine } from '../app/engine.ts';
import type { CliAssembly } from './serve.ts';
import { commandContext } from './source-options.ts';

/** Asks an engine that lives for one command; it and its state are gone afterwards, whatever happens. */
export async function withEngine<T>(
  assembly: CliAssembly,
  ask: (ctx: Context, engine: Engine) => Promise<T>
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'headroom-cli-'));
  try {
    const config = parseFields(engineConfigSchema, { logLevel: 'warn' });
    const log = assembly.createLogger(config.logLevel);
    const engine = assembly.createEngine(config, { directory, setting: 'TMPDIR' }, log);
    try {
      return await ask(commandContext(assembly.clock.now(), log), engine);
    } finally {
      await engine.stop();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
