import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallResourceRequest, CallResourceRequestSchema } from '../../pkg/backend/host/gen/pluginv2_pb.ts';
import { correctRequests, type RestRequest } from './inputs/correct-requests.ts';
import { damagedBytes } from './inputs/mutate-bytes.ts';
import { fuzzedRequest } from './inputs/mutate-request.ts';
import { contextFaults } from './oracle/request-faults.ts';
import { restFaults } from './oracle/rest-faults.ts';
import { both, type Verdict } from './oracle/verdict.ts';
import { correctContext, type Outcome, type PluginDoor, startPluginDoor } from './plugin-door.ts';
import { expectAnswerOrRefusal, type RestAnswer } from './refusals.ts';
import { runFuzz, RUNS, SEED } from './run-fuzz.ts';

describe(`the door of resource calls, ${RUNS} inputs, HEADROOM_SEED=${SEED}`, () => {
  let door: PluginDoor;
  beforeAll(async () => {
    door = await startPluginDoor();
  });
  afterAll(() => door.stop());

  it('answers or refuses whatever comes, and lives on', async () => {
    await runFuzz({
      inputs: calls(door.prometheusUrl, correctRequests(Date.now())),
      check: async (bytes) => expectSound(await door.resource(bytes), bytes),
      stillAnswers: () => door.stillAnswers(),
    });
    expect(door.plugin.isRunning()).toBe(true);
  });
});

function calls(url: string, correct: readonly RestRequest[]): fc.Arbitrary<Uint8Array> {
  const structured = fuzzedRequest(correct).map(({ method, path, headers, body }) =>
    toBinary(
      CallResourceRequestSchema,
      create(CallResourceRequestSchema, {
        pluginContext: correctContext(url),
        method: method.toWellFormed(),
        path: (path.split('?')[0] ?? '').toWellFormed(),
        url: path.toWellFormed(),
        headers: Object.fromEntries(
          headers.map(([name, value]) => [name.toWellFormed(), { values: [value.toWellFormed()] }])
        ),
        body: Buffer.from(body),
      })
    )
  );
  return fc
    .oneof(
      { weight: 8, arbitrary: structured },
      { weight: 1, arbitrary: damagedBytes(structured) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) }
    )
    .filter((bytes) => (urlIn(bytes) ?? url) === url);
}

/** The address that the engine would read from; `undefined` when it would read nothing. */
function urlIn(bytes: Uint8Array): string | undefined {
  return decoded(bytes)?.pluginContext?.dataSourceInstanceSettings?.url;
}

function decoded(bytes: Uint8Array): CallResourceRequest | undefined {
  try {
    return fromBinary(CallResourceRequestSchema, bytes);
  } catch {
    return undefined;
  }
}

function expectSound(outcome: Outcome<RestAnswer>, bytes: Uint8Array): void {
  const request = decoded(bytes);
  if ('answer' in outcome) {
    const asked = request ?? expect.fail('It is answered, though it cannot be read.');
    expectAnswerOrRefusal(outcome.answer, asked.method.toUpperCase() === 'HEAD', callFaults(asked));
    return;
  }
  expect(request, `Refused by ${outcome.refused.message}, though it can be read.`).toBeUndefined();
  expect(outcome.refused.code).toBe(status.INTERNAL);
}

/** What is wrong with a call; its path comes without the query string, its address with it. */
function callFaults({ method, path, url, headers, body, pluginContext }: CallResourceRequest): Verdict {
  const query = url.includes('?') ? url.slice(url.indexOf('?')) : '';
  const pairs = Object.entries(headers).flatMap(([name, { values }]) => values.map((value) => [name, value] as const));
  const request = { method: method.toUpperCase(), path: `/${path.replace(/^\/+/, '')}${query}`, headers: pairs, body };
  return both(contextFaults(pluginContext), restFaults(request));
}
