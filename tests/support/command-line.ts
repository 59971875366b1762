import { vi } from 'vitest';
import type { EngineConfig } from '../../pkg/contract/engine-config.ts';
import { runCommand } from '../../pkg/backend/cli/run-command.ts';
import type { CliAssembly } from '../../pkg/backend/cli/serve.ts';
import { verifyAudit } from '../../pkg/backend/store/verify-audit.ts';
import { assembleEngine } from './assembled-engine.ts';

/** The command line on an engine with a scripted source; what it prints and does is kept instead of shown. */
export function commandLine() {
  const assembled = assembleEngine();
  const out: string[] = [];
  const err: string[] = [];
  /** What was done with the engines and doors that commands made, in order. */
  const deeds: string[] = [];
  const configs: EngineConfig[] = [];
  const directories: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text) => void out.push(String(text)));
  vi.spyOn(console, 'error').mockImplementation((text) => void err.push(String(text)));

  const assembly = (fields: Partial<CliAssembly> = {}): CliAssembly => ({
    clock: assembled.clock,
    createEngine: (config, state) => {
      configs.push(config);
      directories.push(state.directory);
      return { ...assembled.engine, stop: async () => void deeds.push('engine stopped') };
    },
    createCompute: () => {
      throw new Error('No command here computes without an engine.');
    },
    openSource: () => ({ source: assembled.source, close: async () => undefined }),
    verifyAudit,
    createLogger: () => assembled.log,
    serveHttp: async () => {
      throw new Error('No door opens here.');
    },
    servePluginDoor: async () => {
      throw new Error('No door opens here.');
    },
    ...fields,
  });

  return {
    ...{ assembled, assembly, out, err, deeds, configs, directories },
    run: (...argv: string[]) => runCommand(argv, assembly()),
    runWith: (fields: Partial<CliAssembly>, ...argv: string[]) => runCommand(argv, assembly(fields)),
    cleanUp: async () => {
      vi.restoreAllMocks();
      await assembled.cleanup();
    },
  };
}
