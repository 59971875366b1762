type Labels = Readonly<Record<string, string>>;
interface Named {
  readonly name: string;
}
interface Selector {
  readonly matchLabels: Labels;
}

interface Probe {
  readonly httpGet: { readonly port: string };
}

interface Container {
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly securityContext: object;
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
}

interface Volume extends Named {
  readonly configMap?: Named;
  readonly secret?: { readonly secretName: string };
  readonly persistentVolumeClaim?: { readonly claimName: string };
}

interface PodSpec {
  readonly automountServiceAccountToken: boolean;
  readonly securityContext: object;
  readonly containers: readonly [Container];
  readonly volumes: readonly Volume[];
}

interface Peer {
  readonly podSelector: object;
}

/** An object of the Kubernetes API, as a manifest has it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Labels };
}

/** Of the kinds that we deploy, what the tests look at. */
export interface Kinds {
  readonly Deployment: {
    readonly spec: {
      readonly selector: Selector;
      readonly template: { readonly metadata: { readonly labels: Labels }; readonly spec: PodSpec };
    };
  };
  readonly Service: {
    readonly spec: {
      readonly selector: Labels;
      readonly ports: readonly { readonly name: string; readonly targetPort: string }[];
    };
  };
  readonly ConfigMap: { readonly data: { readonly 'headroom.yaml': string } };
  readonly Secret: { readonly stringData: Readonly<Record<string, string>> };
  readonly PersistentVolumeClaim: object;
  readonly NetworkPolicy: {
    readonly spec: {
      readonly podSelector: Selector;
      readonly ingress: readonly {
        readonly from: readonly [Peer];
        readonly ports: readonly { readonly port: string }[];
      }[];
      readonly egress: readonly { readonly to: readonly [Peer] }[];
    };
  };
  readonly ServiceMonitor: {
    readonly spec: {
      readonly selector: Selector;
      readonly endpoints: readonly [
        { readonly port: string; readonly authorization: { readonly credentials: { name: string; key: string } } },
      ];
    };
  };
}

/** The object of a kind; there must be one. */
export function objectOf<K extends keyof Kinds>(
  objects: readonly KubernetesObject[],
  kind: K
): KubernetesObject & Kinds[K] {
  const found = objects.find((object) => object.kind === kind);
  if (found === undefined) {
    throw new Error(`There is no ${kind}.`);
  }
  return found as KubernetesObject & Kinds[K];
}
