import { scriptedPrometheus, sendSeries } from '../support/scripted-prometheus.ts';
import { type Script, sendData } from '../support/scripted-server.ts';

/** A Prometheus with one seasonal series, which answers every call of its API well. */
export const goodPrometheus: Script = scriptedPrometheus({
  series: 1,
  answer: (request, response) => {
    if (request.path.endsWith('/query_range')) {
      sendSeries(request, response, (i) => 50 + 10 * Math.sin((2 * Math.PI * i) / 24) + (i % 7));
    } else if (request.path.endsWith('/query')) {
      sendData(response, { resultType: 'vector', result: [{ metric: { node: 'a' }, value: [0, '90'] }] });
    } else if (/\/(labels|values)$/.test(request.path)) {
      sendData(response, ['node']);
    } else {
      sendData(response, {});
    }
  },
});
