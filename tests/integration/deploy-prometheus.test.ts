import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROMTOOL } from '../support/prometheus-server.ts';

const RULES = join(import.meta.dirname, '../../deploy/prometheus');

describe.each(['derived', 'engine'])('the %s rules', (name) => {
  it.each([
    ['are rules', ['check', 'rules', '--lint=all', '--lint-fatal', join(RULES, `${name}.rules.yaml`)]],
    ['say what their unit tests expect', ['test', 'rules', join(RULES, `${name}.rules.test.yaml`)]],
  ])('%s', (_, args) => {
    const { status, stdout, stderr } = spawnSync(PROMTOOL, args, { encoding: 'utf8' });
    expect(stdout + stderr).toContain('SUCCESS');
    expect(status).toBe(0);
  });
});
