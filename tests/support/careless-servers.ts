import { setTimeout as sleep } from 'node:timers/promises';
import { scriptedPrometheus, sendSeries } from './scripted-prometheus.ts';
import { type ReceivedRequest, type Script, sendData, sendJson } from './scripted-server.ts';

/** A careless server: it repeats the headers of each request. */
function careless(answer: (told: string, request: ReceivedRequest, response: Parameters<Script>[1]) => void): Script {
  return (request, response) => answer(JSON.stringify({ ...request.headers, path: request.path }), request, response);
}

/** Tells it with a status, as JSON or as text. */
const refuse = (status: number, isJson: boolean) =>
  careless((told, _, response) =>
    isJson
      ? sendJson(response, { status: 'error', errorType: 'execution', error: told }, status)
      : void response.writeHead(status, { 'x-told': told.replace(/[^ -~]/g, '') }).end(told)
  );

/** What a server that repeats what it was sent may do, by name. */
export const CARELESS_SCRIPTS: Readonly<Record<string, Script>> = {
  good: scriptedPrometheus({
    answer: careless((told, request, response) => {
      const warned = { warnings: [told], infos: [told] };
      if (request.path.endsWith('/query')) {
        const value = [Date.now() / 1_000, String(Date.now() / 1_000)];
        sendData(response, { resultType: 'vector', result: [{ metric: { node: 'a' }, value }] }, warned);
      } else if (request.path.endsWith('query_range')) {
        sendSeries(request, response, (i) => 10 + Math.sin(i / 4));
      } else {
        sendData(response, ['node'], warned);
      }
    }),
  }),
  ...Object.fromEntries(
    [400, 401, 403, 404, 422, 429, 500, 503].flatMap((status) => [
      [`json-${status}`, refuse(status, true)],
      [`text-${status}`, refuse(status, false)],
    ])
  ),
  garbage: careless((told, _, response) => void response.end(`<html>${told}`)),
  odd: careless((told, _, response) => sendData(response, { resultType: told, result: [told] })),
  cut: careless((told, _, response) => {
    response.writeHead(200, { 'content-length': '100000' }).write(told);
    response.destroy();
  }),
  redirect: careless((told, _, response) => {
    response.writeHead(302, { location: `http://elsewhere.example/${encodeURIComponent(told)}` }).end();
  }),
  slow: () => sleep(30_000, undefined, { ref: false }),
};
