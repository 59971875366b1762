import type { APIRequestContext } from '@playwright/test';
import { RULE } from './stage.ts';

/** An alert instance of the breach rule. */
interface BreachAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: string;
}

interface RulesAnswer {
  readonly data: {
    readonly groups: readonly {
      readonly rules: readonly { readonly uid: string; readonly alerts?: readonly BreachAlert[] }[];
    }[];
  };
}

/** The breach alert of a volume as Grafana's rule list tells it; `undefined` before it was evaluated. */
export async function breachAlert(request: APIRequestContext, volume: string): Promise<BreachAlert | undefined> {
  const response = await request.get('/api/prometheus/grafana/api/v1/rules');
  const { data } = (await response.json()) as RulesAnswer;
  const rules = data.groups.flatMap((group) => group.rules).filter(({ uid }) => uid === RULE);
  const alerts = rules.flatMap((rule) => rule.alerts ?? []);
  return alerts.find(({ labels }) => labels['persistentvolumeclaim'] === volume);
}
