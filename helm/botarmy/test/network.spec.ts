import type { NetworkRule } from './support/manifest';
import { byName, ofKind } from './support/manifest';
import { describeChart, renderChart } from './support/render-chart';

const component = 'app.kubernetes.io/component';

describeChart('the network policies of the chart', () => {
  const manifests = renderChart(['--set', 'telemetry.endpoint=http://collector:4318']);
  const policies = ofKind(manifests, 'NetworkPolicy');
  const componentsWith = (isWanted: (rule: NetworkRule) => boolean, direction: 'ingress' | 'egress') =>
    [
      ...new Set(
        policies
          .filter(({ spec }) => spec[direction]?.some(isWanted))
          .map(({ metadata }) => metadata.labels[component]),
      ),
    ].sort();
  const opensPort = (port: number) => (rule: NetworkRule) => rule.ports?.some((entry) => entry.port === port) ?? false;

  it('deny everything to every pod of the release first', () => {
    const { spec } = byName(manifests, 'NetworkPolicy', 'botarmy-default-deny');
    expect(spec).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'botarmy', 'app.kubernetes.io/instance': 'botarmy' } },
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  it('govern both directions in every policy', () => {
    for (const { spec } of policies) expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
  });

  it('let the world reach the gateway alone', () => {
    expect(componentsWith((rule) => rule.from === undefined, 'ingress')).toEqual(['gateway']);
  });

  it('open the scrape page to monitoring alone, and nothing else to monitoring', () => {
    for (const { spec } of policies) {
      for (const { from, ports } of spec.ingress ?? []) {
        const isMonitoring = from?.some(({ namespaceSelector }) => namespaceSelector !== undefined) ?? false;
        expect(ports).toEqual([{ protocol: 'TCP', port: isMonitoring ? 9090 : 8080 }]);
      }
    }
  });

  it('let only artifacts, the router, the notifier and the runners of integrations reach the world, never private addresses', () => {
    const reachesWorld = (rule: NetworkRule) => rule.to?.some(({ ipBlock }) => ipBlock?.cidr === '0.0.0.0/0') ?? false;
    expect(componentsWith(reachesWorld, 'egress')).toEqual(['agent-runner', 'artifacts', 'llm-router', 'notifier']);
    const runners = policies.filter(
      ({ metadata, spec }) => metadata.name.includes('agent-runner') && spec.egress?.some(reachesWorld),
    );
    expect(runners.map(({ metadata }) => metadata.name)).toEqual(['botarmy-agent-runner-integrations']);
    for (const rule of policies.flatMap(({ spec }) => spec.egress ?? []).filter(reachesWorld)) {
      expect(rule.ports).toEqual([{ protocol: 'TCP', port: 443 }]);
      expect(rule.to?.[0]?.ipBlock?.except).toEqual(
        expect.arrayContaining(['10.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16']),
      );
    }
  });

  it('never leave a rule without a peer on the way out', () => {
    for (const { spec } of policies) for (const rule of spec.egress ?? []) expect(rule.to?.length).toBeGreaterThan(0);
  });

  it('open PostgreSQL to the services with a schema and to set-up', () => {
    expect(componentsWith(opensPort(5432), 'egress')).toEqual(
      [
        'artifacts',
        'gateway',
        'hitl',
        'identity',
        'insights',
        'llm-router',
        'notifier',
        'orchestrator',
        'set-up',
      ].sort(),
    );
  });

  it('open NATS to everyone but the simulator', () => {
    expect(componentsWith(opensPort(4222), 'egress')).not.toContain('model-simulator');
    expect(componentsWith(opensPort(4222), 'egress')).toHaveLength(10);
  });

  it('open the simulator to the router, on both sides', () => {
    const router = { [component]: 'llm-router' };
    const simulator = { [component]: 'model-simulator' };
    const { ingress } = byName(manifests, 'NetworkPolicy', 'botarmy-model-simulator').spec;
    const { egress } = byName(manifests, 'NetworkPolicy', 'botarmy-llm-router').spec;
    expect(ingress).toContainEqual(
      expect.objectContaining({ from: [{ podSelector: { matchLabels: expect.objectContaining(router) } }] }),
    );
    expect(egress).toContainEqual(
      expect.objectContaining({ to: [{ podSelector: { matchLabels: expect.objectContaining(simulator) } }] }),
    );
  });

  it('close the way to the simulator when it is switched off', () => {
    const without = renderChart(['--set', 'services.model-simulator.enabled=false']);
    expect(JSON.stringify(byName(without, 'NetworkPolicy', 'botarmy-llm-router'))).not.toContain('model-simulator');
  });
});
