import { quantity } from '../amounts.ts';
import type { Change, Recommendation, Target } from '../types.ts';
import { toYaml, type YamlValue } from './yaml.ts';

const API_VERSIONS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  CronJob: 'batch/v1',
  PersistentVolumeClaim: 'v1',
};

type Resources = Record<string, Record<string, string | null>>;

/**
 * The changes as strategic merge patches, one YAML document an object, in the order of the recommendations; those without
 * a change are left out. `kubectl patch --patch-file`, kustomize and GitOps repositories take them as they are. An
 * object of any other kind (whose API version and place of its containers only its operator knows) becomes a comment
 * that says what to set. Empty text without changes.
 */
export function toPatch(recommendations: readonly Recommendation[]): string {
  const groups = new Map<string, Recommendation[]>();
  for (const one of recommendations.filter(({ outcome }) => outcome === 'change')) {
    const { cluster, namespace, kind, name } = one.target;
    const key = JSON.stringify([cluster, namespace, kind, name]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map(document).join('---\n');
}

function document(group: readonly Recommendation[]): string {
  const { target } = group[0]!;
  const patch = patchOf(group, (change) => change.after);
  const cluster = target.cluster === '' ? '' : `# Cluster: ${oneLine(target.cluster)}\n`;
  return cluster + (patch === undefined ? byHand(group) : toYaml(patch));
}

/** The object with only its changed amounts, as they are after the change or were before; `undefined`: unknown kind. */
export function patchOf(
  group: readonly Recommendation[],
  amountOf: (change: Change) => number | undefined
): YamlValue | undefined {
  const { kind, namespace, name } = group[0]!.target;
  const apiVersion = Object.hasOwn(API_VERSIONS, kind) ? API_VERSIONS[kind] : undefined;
  if (apiVersion === undefined) {
    return undefined;
  }
  const metadata: YamlValue = namespace === '' ? { name } : { name, namespace };
  return { apiVersion, kind, metadata, spec: specOf(kind, group, amountOf) };
}

function specOf(
  kind: string,
  group: readonly Recommendation[],
  amountOf: (change: Change) => number | undefined
): YamlValue {
  if (kind === 'PersistentVolumeClaim') {
    return { resources: resourcesOf(group, amountOf) };
  }
  const template = { template: { spec: podSpec(group, amountOf) } };
  return kind === 'CronJob' ? { jobTemplate: { spec: template } } : template;
}

function podSpec(group: readonly Recommendation[], amountOf: (change: Change) => number | undefined): YamlValue {
  const list = (isNative: boolean): YamlValue[] => {
    const members = group.filter(({ target }) => (target.nativeSidecar === true) === isNative);
    const names = [...new Set(members.map(({ target }) => target.container ?? ''))];
    return names.map((name) => ({
      name,
      resources: resourcesOf(
        members.filter(({ target }) => target.container === name),
        amountOf
      ),
    }));
  };
  const [containers, initContainers] = [list(false), list(true)];
  return {
    ...(containers.length === 0 ? {} : { containers }),
    ...(initContainers.length === 0 ? {} : { initContainers }),
  };
}

function resourcesOf(group: readonly Recommendation[], amountOf: (change: Change) => number | undefined): Resources {
  const out: Resources = {};
  for (const { target, changes } of group) {
    for (const change of changes) {
      const amount = amountOf(change);
      const key = change.field.endsWith('request') ? 'requests' : 'limits';
      out[key] = { ...out[key], [target.resource]: amount === undefined ? null : quantity(target.resource, amount) };
    }
  }
  return out;
}

function byHand(group: readonly Recommendation[]): string {
  const { target } = group[0]!;
  const values = group.flatMap(({ target: { container, resource }, changes }) =>
    changes.map(
      ({ field, after }) =>
        `#   ${oneLine(container ?? '')}: ${field} ${after === undefined ? 'none' : quantity(resource, after)}`
    )
  );
  return [`# ${oneLine(objectName(target))}: not a built-in kind; set by hand:`, ...values, ''].join('\n');
}

/** A comment ends with its line, which YAML 1.1 ends by U+0085, too. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ');
}

/** As people write it: `shop/Deployment/web`. */
export function objectName({ namespace, kind, name }: Target): string {
  return [namespace, kind, name].filter((part) => part !== '').join('/');
}
