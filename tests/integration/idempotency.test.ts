import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineService, startEngineService } from '../support/engine-service.ts';
import { type ScriptedServer, sendData, startScriptedServer } from '../support/scripted-server.ts';

describe('requests that a client repeats to a service that was started anew', () => {
  let prometheus: ScriptedServer;
  let service: EngineService;
  beforeAll(async () => {
    prometheus = await startScriptedServer((_, response) => sendData(response, { resultType: 'vector', result: [] }));
    service = await startEngineService(prometheus.url);
  });
  afterAll(async () => {
    await service.stop();
    await prometheus.close();
  });

  async function post(path: string, body: object) {
    const response = await fetch(`${service.url}/api/sources/lab/v1/${path}`, {
      method: 'POST',
      headers: { 'Idempotency-Key': 'deployed on Monday' },
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  }

  it('get the answers that they got, and nothing is made twice', async () => {
    const forecast = { name: 'Volumes', query: { expr: 'used' } };
    const signal = { name: 'CPU', query: { expr: 'cpu' } };
    const first = [await post('forecasts', forecast), await post('watched-signals', signal)];
    expect(first.map(({ status }) => status)).toEqual([201, 201]);
    await service.restart();
    expect([await post('forecasts', forecast), await post('watched-signals', signal)]).toEqual(first);
    expect(await service.call('forecasts')).toMatchObject({ forecasts: [{ name: 'Volumes' }] });
    expect(await service.call('watched-signals')).toMatchObject({ signals: [{ name: 'CPU' }] });
    const { entries } = await service.call<{ entries: { action: string }[] }>('audit');
    expect(entries.map(({ action }) => action)).toEqual(['anomaly.watch', 'forecast.create']);
    expect(await post('forecasts', { ...forecast, name: 'Others' })).toMatchObject({ status: 422 });
  });
});
