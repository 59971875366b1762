import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSigner } from '../../../../tests/support/grafana-signer.ts';
import { type ScriptedServer, sendJson, startScriptedServer } from '../../../../tests/support/scripted-server.ts';
import { ManualClock } from '../../app/ports/kit.contract.ts';
import { SigningKeys } from './signing-keys.ts';

const HOUR = 3_600_000;

describe('SigningKeys', () => {
  let grafana: ScriptedServer;
  let answer: { status: number; body: unknown };
  let keys: SigningKeys;
  let clock: ManualClock;
  const first = createSigner('first');
  const second = createSigner('second', 'EdDSA');
  beforeEach(async () => {
    answer = { status: 200, body: { keys: [first.jwk] } };
    grafana = await startScriptedServer((_request, response) => sendJson(response, answer.body, answer.status));
    clock = new ManualClock();
    keys = new SigningKeys({ url: `${grafana.url}/` }, clock);
  });
  afterEach(async () => {
    await keys.close();
    await grafana.close();
  });

  const down = { status: 503, body: 'down' };

  it('reads them once, however many ask at the same time', async () => {
    const found = await Promise.all(Array.from({ length: 20 }, () => keys.find('first')));
    expect(found.every((key) => key?.equals(first.publicKey))).toBe(true);
    expect(grafana.received.map(({ path }) => path)).toEqual(['/api/signing-keys/keys']);
  });

  it('looks again for a key that it does not know, but not at the pace of forged tokens', async () => {
    await keys.find('first');
    answer.body = { keys: [first.jwk, second.jwk] };
    for (let i = 0; i < 50; i++) {
      expect(await keys.find('second')).toBeUndefined();
    }
    expect(grafana.received).toHaveLength(1);
    clock.advance(10_000);
    expect((await keys.find('second'))?.equals(second.publicKey)).toBe(true);
    expect(grafana.received).toHaveLength(2);
  });

  it('forgets a key that Grafana has withdrawn', async () => {
    await keys.find('first');
    answer.body = { keys: [second.jwk] };
    clock.advance(HOUR);
    expect(await keys.find('first')).toBeUndefined();
  });

  it('goes on for a day while Grafana does not answer', async () => {
    await keys.find('first');
    answer = down;
    clock.advance(23 * HOUR);
    expect(await keys.find('first')).toBeDefined();
    clock.advance(HOUR);
    await expect(keys.find('first')).rejects.toMatchObject({ code: 'source_unreachable' });
  });

  it.each([
    ['a failure', down],
    ['another page', { status: 200, body: '<html>' }],
    ['no list', { status: 200, body: { keys: 'none' } }],
  ])('names the setting when it is answered by %s', async (_what, wrong) => {
    answer = wrong;
    await expect(keys.find('first')).rejects.toMatchObject({
      code: 'source_unreachable',
      field: 'plugin.grafanaUrl',
      message: expect.stringContaining(grafana.url) as string,
    });
  });

  it('reads the keys beside one of an unknown kind', async () => {
    answer.body = { keys: [{ kid: 'quantum', kty: 'PQ' }, first.jwk] };
    expect(await keys.find('quantum')).toBeUndefined();
    expect(await keys.find('first')).toBeDefined();
  });
});
