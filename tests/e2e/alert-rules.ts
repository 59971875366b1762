import { type APIRequestContext, expect } from '@playwright/test';
import { RULE } from './stage.ts';

/** A rule as Grafana keeps it. */
export interface SavedRule {
  readonly title: string;
  readonly condition: string;
  readonly data: ReadonlyArray<{
    readonly refId: string;
    readonly queryType: string;
    readonly datasourceUid: string;
    readonly model: Readonly<Record<string, unknown>>;
  }>;
  readonly for: string;
  readonly noDataState: string;
  readonly execErrState: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** An alert of a rule. */
interface RuleInstance {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: string;
}

interface RulesAnswer {
  readonly data: {
    readonly groups: ReadonlyArray<{
      readonly rules: ReadonlyArray<{ readonly uid: string; readonly alerts?: readonly RuleInstance[] }>;
    }>;
  };
}

/** The uid in the address of a rule's page. */
export function ruleUidOf(url: string): string {
  return /\/alerting\/grafana\/([^/]+)\/view/.exec(url)?.[1] ?? '';
}

/** The rule as the API gives it. */
export async function readRule(request: APIRequestContext, uid: string): Promise<SavedRule> {
  const response = await request.get(`/api/v1/provisioning/alert-rules/${uid}`);
  expect(response.ok()).toBe(true);
  return (await response.json()) as SavedRule;
}

/** The alerts of a rule; none before its first evaluation. */
export async function ruleInstances(request: APIRequestContext, uid: string): Promise<readonly RuleInstance[]> {
  const response = await request.get('/api/prometheus/grafana/api/v1/rules');
  const { data } = (await response.json()) as RulesAnswer;
  const rules = data.groups.flatMap((group) => group.rules).filter((rule) => rule.uid === uid);
  return rules.flatMap((rule) => rule.alerts ?? []);
}

/** Takes a rule away again. */
export async function deleteRule(request: APIRequestContext, uid: string): Promise<void> {
  const response = await request.delete(`/api/v1/provisioning/alert-rules/${uid}`, {
    headers: { 'X-Disable-Provenance': 'true' },
  });
  expect(response.ok()).toBe(true);
}

/** Makes a group with a paused rule that is evaluated as seldom as this, in the folder of the shipped rule. @returns its uid */
export async function addSlowGroup(request: APIRequestContext, name: string, interval: string): Promise<string> {
  const { folderUID } = (await (await request.get(`/api/v1/provisioning/alert-rules/${RULE}`)).json()) as {
    folderUID: string;
  };
  const threshold = {
    refId: 'A',
    datasourceUid: '__expr__',
    relativeTimeRange: { from: 3_600, to: 0 },
    model: { refId: 'A', type: 'math', expression: '0', datasource: { type: '__expr__', uid: '__expr__' } },
  };
  const rule = {
    for: '0s',
    grafana_alert: {
      title: name,
      condition: 'A',
      data: [threshold],
      is_paused: true,
      no_data_state: 'OK',
      exec_err_state: 'OK',
    },
  };
  const response = await request.post(`/api/ruler/grafana/api/v1/rules/${folderUID}?subtype=cortex`, {
    data: { name, interval, rules: [rule] },
  });
  expect(response.ok(), await response.text()).toBe(true);
  const { created } = (await response.json()) as { created: readonly string[] };
  return created[0]!;
}
