import { create } from '@bufbuild/protobuf';
import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from '@grpc/grpc-js';
import { toHeadroomError } from '#contract/errors.ts';
import { describeFailure } from '../app/describe-failure.ts';
import type { HealthReport } from '../app/health.ts';
import {
  type CheckHealthRequest,
  type CheckHealthResponse,
  CheckHealthResponse_HealthStatus as HealthStatus,
  CheckHealthResponseSchema,
  type CollectMetricsRequest,
  type CollectMetricsResponse,
  CollectMetricsResponseSchema,
} from './gen/pluginv2_pb.ts';
import { believed, type HostDeps, sourceOf } from './host-deps.ts';
import { toContext } from './request-context.ts';

/** Answers "Save & test" and Grafana's collection of plugin metrics. */
export function diagnosticsService(host: HostDeps): UntypedServiceImplementation {
  return {
    checkHealth: (
      call: ServerUnaryCall<CheckHealthRequest, CheckHealthResponse>,
      reply: sendUnaryData<CheckHealthResponse>
    ) => {
      report(call, host).then(
        ({ ok, message, details }) =>
          reply(
            null,
            create(CheckHealthResponseSchema, {
              status: ok ? HealthStatus.OK : HealthStatus.ERROR,
              message,
              jsonDetails: Buffer.from(JSON.stringify(details)),
            })
          ),
        (thrown: unknown) => reply(thrown as Error)
      );
    },
    collectMetrics: (
      _call: ServerUnaryCall<CollectMetricsRequest, CollectMetricsResponse>,
      reply: sendUnaryData<CollectMetricsResponse>
    ) => {
      host.engine.metricsText().then(
        (text) => reply(null, create(CollectMetricsResponseSchema, { metrics: { prometheus: Buffer.from(text) } })),
        (thrown: unknown) => reply(thrown as Error)
      );
    },
  };
}

async function report(
  call: ServerUnaryCall<CheckHealthRequest, CheckHealthResponse>,
  host: HostDeps
): Promise<HealthReport> {
  try {
    const plugin = await believed(host, call.request.pluginContext, call.request.headers);
    const ctx = toContext(call, plugin, host.log, host.clock.now(), host.engine.tracer);
    return await host.engine.checkHealth({ ctx, source: sourceOf(host, plugin) });
  } catch (thrown) {
    const error = toHeadroomError(thrown);
    host.log.info('health check refused', { code: error.code, reason: describeFailure(thrown) });
    return { ok: false, message: error.sentence, details: { ...error.toBody() } };
  }
}
