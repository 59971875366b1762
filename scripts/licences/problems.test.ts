import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { licenceProblems } from './problems.ts';

const APACHE =
  '                                 Apache License\n                           Version 2.0, January 2004\n';

describe('licenceProblems', () => {
  let root: string;
  let locked: Record<string, object>;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'headroom-licences-'));
    locked = { '': { dependencies: {} } };
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  function install(path: string, manifest: object, text?: string): void {
    mkdirSync(join(root, path), { recursive: true });
    writeFileSync(join(root, path, 'package.json'), JSON.stringify({ version: '1.0.0', ...manifest }));
    if (text !== undefined) {
      writeFileSync(join(root, path, 'LICENSE'), text);
    }
  }

  function lock(path: string, fields: object = {}): void {
    locked[path] = { version: '1.0.0', ...fields };
  }

  function problems(...direct: string[]): readonly string[] {
    locked[''] = { dependencies: Object.fromEntries(direct.map((name) => [name, '*'])) };
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: locked }));
    return licenceProblems(root);
  }

  function add(path: string, manifest: object, text?: string, fields?: object): void {
    install(path, manifest, text);
    lock(path, fields);
  }

  it.each<[string, object, string?]>([
    ['an expression', { license: '(MPL-2.0 OR Apache-2.0)' }],
    ['the oldest form', { license: { type: 'MIT' } }],
    ['a list in the old form', { licenses: [{ type: 'Apache v2.0' }, { type: 'MIT' }] }],
    ['the text alone', {}, APACHE],
  ])('takes a licence from %s', (_form, manifest, text) => {
    add('node_modules/a', manifest, text);
    expect(problems('a')).toEqual([]);
  });

  it.each<[string, object, string?]>([
    ['under "GPL-3.0-only"', { license: 'GPL-3.0-only' }],
    ['under "GPL-3.0-only"', { license: 'GPL-3.0-only' }, APACHE],
    ['under "MIT AND GPL"', { licenses: [{ type: 'MIT' }, { type: 'GPL' }] }],
    ['under "UNLICENSED"', { license: 'UNLICENSED' }],
    ['under "?"', { license: {} }],
    ['states no licence', {}],
    ['states no licence', {}, 'All rights reserved.'],
    ['installed as version 2.0.0', { version: '2.0.0', license: 'MIT' }],
  ])('refuses a package that is %s: %j', (words, manifest, text) => {
    add('node_modules/a', manifest, text);
    expect(problems('a')).toEqual([expect.stringContaining(words)]);
    expect(problems('a')[0]).toContain('node_modules/a@1.0.0');
  });

  it('looks at what dependencies bring along, at any depth', () => {
    add('node_modules/a', { license: 'MIT' }, undefined, { dependencies: { b: '*' } });
    add('node_modules/a/node_modules/b', { license: 'AGPL-3.0-only' });
    add('node_modules/b', { license: 'MIT' });
    expect(problems('a', 'b')).toEqual([expect.stringContaining('node_modules/a/node_modules/b@1.0.0')]);
  });

  it('does not mind what is for development only, nor what another platform would install under a good licence', () => {
    add('node_modules/a', { license: 'GPL-3.0-only' }, undefined, { dev: true });
    lock('node_modules/b', { optional: true, license: 'MIT' });
    expect(problems('b')).toEqual([]);
  });

  it('minds what another platform would install under another licence, and what is missing', () => {
    lock('node_modules/a', { optional: true, license: 'GPL-3.0-only' });
    lock('node_modules/b', { optional: true });
    lock('node_modules/c', { license: 'MIT' });
    expect(problems('a', 'b', 'c')).toEqual([
      expect.stringContaining('GPL-3.0-only'),
      expect.stringContaining('states no licence'),
      expect.stringContaining('not installed'),
    ]);
  });

  it('lets a known package go without a licence only as long as nothing of ours loads it', () => {
    add('node_modules/@grafana/ui', { license: 'Apache-2.0' }, undefined, { dependencies: { 'get-document': '*' } });
    add('node_modules/get-document', {});
    expect(problems('@grafana/ui')).toEqual([]);
    add('node_modules/a', { license: 'MIT' }, undefined, { dependencies: { 'get-document': '*' } });
    expect(problems('@grafana/ui', 'a')).toEqual([expect.stringContaining('get-document@1.0.0 states no licence')]);
  });

  it('makes the check fail', () => {
    const check = () =>
      spawnSync(process.execPath, [join(import.meta.dirname, '../licences.ts'), root], { encoding: 'utf8' });
    add('node_modules/a', { license: 'MIT' });
    problems('a');
    expect(check()).toMatchObject({ status: 0, stdout: expect.stringContaining(': 0 problems') as string });
    add('node_modules/b', { license: 'SSPL-1.0' });
    problems('a', 'b');
    expect(check()).toMatchObject({ status: 1, stderr: expect.stringContaining('SSPL-1.0') as string });
  });
});
