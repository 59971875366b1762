import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type EngineConfig, engineConfigSchema } from '../../../pkg/contract/engine-config.ts';
import { both, brokenFields, SOUND, type Verdict, wrong } from './verdict.ts';

/** How a refusal calls the file as a whole: by the option that names it. */
export const WHOLE_FILE = '--config';

type Files = Readonly<Record<string, string | undefined>>;

/** What is wrong with a configuration file, read up to the doors that it would open. */
export function configFaults(content: string | Uint8Array): Verdict {
  const bytes = Buffer.from(content);
  if (bytes.byteLength > 131_072) {
    return wrong(WHOLE_FILE);
  }
  let given: unknown;
  try {
    given = parse(bytes.toString('utf8'), { logLevel: 'error' }) ?? {};
  } catch {
    return wrong(WHOLE_FILE);
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return wrong(WHOLE_FILE);
  }
  const { data } = engineConfigSchema.safeParse(given);
  if (data === undefined) {
    return wrong(...brokenFields(engineConfigSchema, given, 'configuration'));
  }
  return both(
    data.stateDir === undefined ? wrong('stateDir') : SOUND,
    ...Object.entries(data.sources).map(([name, source]) => sourceFaults(`sources.${name}`, source)),
    ...data.callers.map(({ tokenFile }, i) => tokenFaults(`callers.${i}`, tokenFile)),
    data.plugin === undefined ? SOUND : pluginFaults(data.plugin)
  );
}

function sourceFaults(at: string, source: EngineConfig['sources'][string]): Verdict {
  const { username, password } = new URL(source.url);
  const { caFile, basicAuth, bearerTokenFile } = source;
  return both(
    username === '' && password === '' ? SOUND : wrong(`${at}.url`),
    // Of two ways to prove who we are, the second one is not looked at.
    basicAuth === undefined
      ? fileFaults(at, { bearerTokenFile })
      : fileFaults(`${at}.basicAuth`, { passwordFile: basicAuth.passwordFile }),
    fileFaults(at, { caFile })
  );
}

function pluginFaults({ tokenFile, certFile, keyFile, grafanaCaFile }: NonNullable<EngineConfig['plugin']>): Verdict {
  return both(tokenFaults('plugin', tokenFile), fileFaults('plugin', { certFile, keyFile, grafanaCaFile }));
}

function fileFaults(at: string, files: Files): Verdict {
  const unreadable = Object.entries(files).filter(([, path]) => path !== undefined && textIn(path) === undefined);
  return wrong(...unreadable.map(([name]) => `${at}.${name}`));
}

function tokenFaults(at: string, tokenFile: string | undefined): Verdict {
  return tokenFile === undefined || textIn(tokenFile) ? SOUND : wrong(`${at}.tokenFile`);
}

function textIn(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
