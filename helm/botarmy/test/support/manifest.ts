/** The parts of Kubernetes objects that the tests look at. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels: Record<string, string>; annotations?: Record<string, string> };
  automountServiceAccountToken?: boolean;
  spec: ManifestSpec;
}

export interface ManifestSpec {
  replicas?: number;
  strategy?: { type: string };
  selector: { matchLabels: Record<string, string> };
  template: { metadata: { labels: Record<string, string> }; spec: PodSpec };
  podSelector: { matchLabels: Record<string, string> };
  policyTypes: string[];
  ingress?: NetworkRule[];
  egress?: NetworkRule[];
  scaleTargetRef?: { name: string };
  ports?: { name: string; port: number }[];
  endpoints?: { path: string; port: string }[];
}

export interface NetworkRule {
  from?: Peer[];
  to?: Peer[];
  ports?: { protocol: string; port: number }[];
}

export interface Peer {
  podSelector?: { matchLabels: Record<string, string> };
  namespaceSelector?: { matchLabels: Record<string, string> };
  ipBlock?: { cidr: string; except?: string[] };
}

export interface PodSpec {
  serviceAccountName?: string;
  automountServiceAccountToken: boolean;
  enableServiceLinks: boolean;
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
  terminationGracePeriodSeconds: number;
  securityContext: Record<string, unknown>;
  topologySpreadConstraints: { topologyKey: string; labelSelector: { matchLabels: Record<string, string> } }[];
  containers: Container[];
  volumes: Record<string, unknown>[];
}

export interface Container {
  name: string;
  image: string;
  command?: string[];
  securityContext: Record<string, unknown>;
  env: EnvironmentVariable[];
  resources: { requests: Record<string, string>; limits: Record<string, string> };
  startupProbe: Probe;
  livenessProbe: Probe;
  readinessProbe: Probe;
  lifecycle: { preStop: { sleep: { seconds: number } } };
}

export interface EnvironmentVariable {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef?: { name: string; key: string; optional?: boolean } };
}

interface Probe {
  httpGet: { path: string; port: string };
}

/** Objects of one kind. */
export function ofKind(manifests: readonly Manifest[], kind: string): Manifest[] {
  return manifests.filter((manifest) => manifest.kind === kind);
}

/** The object of a kind and name. Throws when there is none. */
export function byName(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (!found) throw new Error(`The chart renders no ${kind} ${name}.`);
  return found;
}

/** Everything that makes pods: deployments and jobs. */
export function workloads(manifests: readonly Manifest[]): Manifest[] {
  return manifests.filter(({ kind }) => kind === 'Deployment' || kind === 'Job');
}

/** The only container of a workload. Throws when there are more. */
export function containerOf(workload: Manifest): Container {
  const [container, ...others] = workload.spec.template.spec.containers;
  if (!container || others.length > 0) throw new Error(`${workload.metadata.name} has not exactly one container.`);
  return container;
}

/** Whether labels satisfy a selector. */
export function selects(selector: { matchLabels?: Record<string, string> }, labels: Record<string, string>): boolean {
  return Object.entries(selector.matchLabels ?? {}).every(([label, value]) => labels[label] === value);
}
