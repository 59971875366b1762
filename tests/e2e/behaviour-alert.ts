import type { APIRequestContext } from '@playwright/test';

/** Uid of the shipped rule. */
const RULE = 'headroom-behaviour-left-baseline';

/** An alert instance of the rule. */
interface BehaviourAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: string;
}

interface RulesAnswer {
  readonly data: {
    readonly groups: readonly {
      readonly rules: readonly { readonly uid: string; readonly alerts?: readonly BehaviourAlert[] }[];
    }[];
  };
}

/** All alert instances of the rule; empty before it was evaluated. */
export async function behaviourAlerts(request: APIRequestContext): Promise<readonly BehaviourAlert[]> {
  const { data } = (await (await request.get('/api/prometheus/grafana/api/v1/rules')).json()) as RulesAnswer;
  return data.groups
    .flatMap(({ rules }) => rules)
    .filter(({ uid }) => uid === RULE)
    .flatMap(({ alerts = [] }) => alerts);
}

/** The query of the rule without what only Grafana and rules need; the same signal can be watched with it. */
export async function ruleSignal(request: APIRequestContext): Promise<Readonly<Record<string, unknown>>> {
  const rule = (await (await request.get(`/api/v1/provisioning/alert-rules/${RULE}`)).json()) as {
    readonly data: readonly { readonly refId: string; readonly model: Readonly<Record<string, unknown>> }[];
  };
  const { expr, step, trainingWindow, minRelativeDeviation, minDuration } =
    rule.data.find(({ refId }) => refId === 'A')?.model ?? {};
  return { expr, step, trainingWindow, minRelativeDeviation, minDuration, legendFormat: '{{namespace}}/{{container}}' };
}
