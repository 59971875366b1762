import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DataResponse,
  type QueryDataRequest,
  QueryDataRequestSchema,
} from '../../pkg/backend/host/gen/pluginv2_pb.ts';
import { decodeFrame } from '../support/decode-frame.ts';
import { CORRECT_QUERIES } from './inputs/correct-requests.ts';
import { damagedBytes } from './inputs/mutate-bytes.ts';
import { mutatedJsonText } from './inputs/mutate-json.ts';
import { COMBINED, oddCombination } from './inputs/odd-combinations.ts';
import { oddText } from './inputs/odd-values.ts';
import { requestFaults } from './oracle/request-faults.ts';
import { expectNamed, SOUND, type Verdict } from './oracle/verdict.ts';
import { correctContext, type Outcome, type PluginDoor, startPluginDoor } from './plugin-door.ts';
import { runFuzz, RUNS, SEED } from './run-fuzz.ts';

const DAY = 86_400_000;
const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
/** Statuses of refusals that are about the request; the server of the test is at fault in nothing. */
const REFUSED = [400, 403, 412, 422];

describe(`the query door, ${RUNS} inputs, HEADROOM_SEED=${SEED}`, () => {
  let door: PluginDoor;
  beforeAll(async () => {
    door = await startPluginDoor();
  });
  afterAll(() => door.stop());

  it('answers or refuses whatever comes, and lives on', async () => {
    await runFuzz({
      inputs: requests(door.prometheusUrl),
      check: async (bytes) => expectSound(await door.query(bytes), bytes),
      stillAnswers: () => door.stillAnswers(),
    });
    expect(door.plugin.isRunning()).toBe(true);
  });
});

const queryText = fc.oneof(
  { weight: 3, arbitrary: mutatedJsonText(CORRECT_QUERIES) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...COMBINED)
      .chain(oddCombination)
      .map((query) => JSON.stringify(query)),
  }
);

function requests(url: string): fc.Arbitrary<Uint8Array> {
  const structured = fc
    .record({
      jsons: fc.array(queryText, { minLength: 1, maxLength: 3 }),
      refIds: fc.constantFrom(['A', 'B', 'C'], ['', '', ''], ['__proto__', 'constructor', 'A'], ['A', 'A', 'A']),
      range: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, fc.tuple(fc.bigInt(INT64), fc.bigInt(INT64))),
      settings: fc.oneof(
        { weight: 8, arbitrary: fc.constant('{}') },
        mutatedJsonText([{ limits: { maxSeries: 500 } }, { sourceKind: 'direct', authKind: 'none', prices: {} }])
      ),
      address: fc.oneof({ weight: 12, arbitrary: fc.constant(url) }, oddText),
      role: fc.oneof({ weight: 12, arbitrary: fc.constant('Admin') }, oddText),
      fromAlert: fc.boolean(),
      lacks: fc.constantFrom('nothing', 'nothing', 'nothing', 'nothing', 'range', 'context', 'instance', 'user'),
    })
    .map((parts) => toBytes(parts, url));
  const now = toBytes({ ...PLAIN, address: url }, url);
  return fc
    .oneof(
      { weight: 6, arbitrary: structured },
      { weight: 2, arbitrary: damagedBytes(fc.constant(now)) },
      { weight: 1, arbitrary: damagedBytes(structured) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) }
    )
    .filter((bytes) => staysHere(bytes, url));
}

interface Parts {
  readonly jsons: readonly string[];
  readonly refIds: readonly string[];
  readonly range: readonly [bigint, bigint] | undefined;
  readonly settings: string;
  readonly address: string;
  readonly role: string;
  readonly fromAlert: boolean;
  readonly lacks: string;
}

const PLAIN: Omit<Parts, 'address'> = {
  jsons: [JSON.stringify(CORRECT_QUERIES[0])],
  refIds: ['A'],
  range: undefined,
  settings: '{}',
  role: 'Admin',
  fromAlert: false,
  lacks: 'nothing',
};

function toBytes({ jsons, refIds, range, settings, address, role, fromAlert, lacks }: Parts, url: string): Uint8Array {
  const nowMs = Date.now();
  const [fromEpochMS, toEpochMS] = range ?? [BigInt(nowMs - DAY), BigInt(nowMs)];
  const context = correctContext(url);
  const { user: _user, dataSourceInstanceSettings: instance, ...rest } = context;
  const user = { login: 'admin', name: '', email: '', role };
  const pluginContext = {
    ...rest,
    ...(lacks === 'user' ? {} : { user }),
    ...(lacks === 'instance'
      ? {}
      : { dataSourceInstanceSettings: { ...instance, url: address, jsonData: Buffer.from(settings) } }),
  };
  const message = create(QueryDataRequestSchema, {
    ...(lacks === 'context' ? {} : { pluginContext }),
    headers: fromAlert ? { FromAlert: 'true' } : {},
    queries: jsons.map((json, i) => ({
      refId: (refIds[i] ?? '').toWellFormed(),
      json: Buffer.from(json),
      queryType: 'forecast',
      ...(lacks === 'range' ? {} : { timeRange: { fromEpochMS, toEpochMS } }),
    })),
  });
  return toBinary(QueryDataRequestSchema, message, { writeUnknownFields: false });
}

/** Whether the engine would be sent to no other server than ours. */
function staysHere(bytes: Uint8Array, url: string): boolean {
  const address = decoded(bytes)?.pluginContext?.dataSourceInstanceSettings?.url ?? '';
  return address === url || !/https?:/i.test(address);
}

function decoded(bytes: Uint8Array): QueryDataRequest | undefined {
  try {
    return fromBinary(QueryDataRequestSchema, bytes);
  } catch {
    return undefined;
  }
}

function expectSound(outcome: Outcome<{ readonly responses: Record<string, DataResponse> }>, bytes: Uint8Array): void {
  const request = decoded(bytes);
  if ('refused' in outcome) {
    expect(request, `Refused by ${outcome.refused.message}, though it can be read.`).toBeUndefined();
    expect(outcome.refused.code).toBe(status.INTERNAL);
    return;
  }
  const { responses } = outcome.answer;
  const faults = requestFaults(request ?? expect.fail('It is answered, though it cannot be read.'));
  expect(Object.keys(responses).sort()).toEqual([...faults.keys()].sort());
  for (const [refId, response] of Object.entries(responses)) {
    expectSoundResponse(response, faults.get(refId) ?? SOUND);
  }
}

function expectSoundResponse({ status: code, error, frames }: DataResponse, verdict: Verdict): void {
  if (code === 200) {
    expect(verdict.wrong, 'It is answered in spite of these fields.').toEqual([]);
    frames.forEach(decodeFrame);
    return;
  }
  expect(REFUSED, error).toContain(code);
  expectNamed(error, verdict);
}
