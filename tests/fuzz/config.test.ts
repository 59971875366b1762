import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { HeadroomError } from '../../pkg/contract/errors.ts';
import { commandLine } from '../support/command-line.ts';
import { damagedBytes } from './inputs/mutate-bytes.ts';
import { mutatedJson, mutatedJsonText } from './inputs/mutate-json.ts';
import { configFaults } from './oracle/config-faults.ts';
import { expectNamed } from './oracle/verdict.ts';
import { runFuzz, RUNS, SEED } from './run-fuzz.ts';

const DOOR_REACHED = 'The configuration was accepted.';
const digest = 'a'.repeat(64);
const CORRECT = [
  { stateDir: 'state', sources: { lab: { url: 'http://127.0.0.1:9090' } } },
  {
    stateDir: 'state',
    logLevel: 'warn',
    workers: 2,
    cacheMegabytes: 16,
    otlpEndpoint: 'http://127.0.0.1:4317',
    otlpProtocol: 'http',
    listen: '127.0.0.1:8686',
    sources: {
      lab: {
        url: 'http://127.0.0.1:9090',
        basicAuth: { user: 'u', passwordFile: '/dev/null' },
        limits: { maxSeries: 5 },
      },
      other: { url: 'https://127.0.0.1', bearerTokenFile: '/dev/null', caFile: '/dev/null' },
    },
    callers: [{ name: 'ci', role: 'Viewer', tokenSha256: digest }],
  },
  {
    stateDir: 'state',
    sources: { lab: { url: 'http://127.0.0.1:9090', bearerTokenFile: '/dev/null', organisations: [1, 2] } },
    callers: [{ name: 'ci', role: 'Admin', organisation: 1, tokenFile: 'package.json' }],
    plugin: {
      listen: '127.0.0.1:8687',
      certFile: '/dev/null',
      keyFile: '/dev/null',
      tokenFile: 'package.json',
      grafanaUrl: 'https://127.0.0.1:3000',
      grafanaCaFile: '/dev/null',
    },
  },
];

describe(`the configuration file, ${RUNS} inputs, HEADROOM_SEED=${SEED}`, () => {
  let directory: string;
  let cli: ReturnType<typeof commandLine>;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'headroom-fuzz-'));
    cli = commandLine();
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true });
    await cli.cleanUp();
  });

  /** Reads a file as `serve` does, up to the door that it would open. */
  async function serve(content: string | Uint8Array) {
    const file = join(directory, 'headroom.yaml');
    writeFileSync(file, content);
    cli.err.length = 0;
    const serveHttp = () => Promise.reject(new HeadroomError('canceled', DOOR_REACHED));
    const code = await cli.runWith({ serveHttp }, 'serve', '--config', file);
    return { code, said: cli.err.join('\n') };
  }

  it('takes or refuses whatever it holds', async () => {
    await runFuzz({
      inputs: fc.oneof(
        { weight: 4, arbitrary: mutatedJsonText(CORRECT) },
        { weight: 4, arbitrary: mutatedJson(CORRECT).map(toYaml) },
        { weight: 2, arbitrary: damagedBytes(fc.constantFrom(...CORRECT).map((one) => Buffer.from(stringify(one)))) },
        { weight: 1, arbitrary: fc.constantFrom(...AWKWARD_YAML) },
        { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) }
      ),
      // Commands print to the one console.
      together: 1,
      check: async (content) => {
        const { code, said } = await serve(content);
        expect(code, said).toBe(2);
        expect(said).not.toContain('    at ');
        const verdict = configFaults(content);
        if (said === `headroom serve: ${DOOR_REACHED}`) {
          expect(verdict.wrong, 'It is taken in spite of these fields.').toEqual([]);
        } else {
          expect(said).toMatch(/^headroom serve: /);
          expectNamed(said.toWellFormed(), verdict, holdsField);
        }
      },
      stillAnswers: async () => {
        expect(await serve(stringify(CORRECT[1]))).toEqual({ code: 2, said: `headroom serve: ${DOOR_REACHED}` });
      },
    });
  });
});

/** Whether a sentence holds the whole path of a field, not as a part of a longer one. */
function holdsField(sentence: string, field: string): boolean {
  const parts = ` ${sentence} `.split(field);
  return parts.some((part, i) => /[ "]$/.test(part) && /^[ ".:]/.test(parts[i + 1] ?? ''));
}

/** Aliases that multiply, tags, several documents, keys that are no texts. */
const AWKWARD_YAML: readonly string[] = [
  `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghi'.replace(/./g, (one, i: number) => `${one}: &${one} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]\n`)}`,
  'stateDir: !!binary aGk=\n',
  'stateDir: a\n---\nstateDir: b\n',
  '? [stateDir, b]\n: c\n',
  'stateDir: state\n<<: {listen: 1}\n',
  '&a [*a]',
  'stateDir: 2026-02-30\n',
  '- stateDir',
  'stateDir: |\n\tx',
  '%YAML 9.9\n---\na: b',
  '"\\ud800": 1',
];

function toYaml(value: unknown): string {
  try {
    return stringify(value);
  } catch {
    // Not everything that JSON holds can be written as YAML.
    return '\t';
  }
}
