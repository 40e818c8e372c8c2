import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { byName, containerOf, ofKind, selects } from './support/manifest';
import { describeChart, renderChart, root, valueSets } from './support/render-chart';

const services = readdirSync(join(root, 'services'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

describeChart('the workloads of the chart', () => {
  const manifests = renderChart();

  it('are all services of the repository and no others', () => {
    const components = ofKind(manifests, 'Deployment').map(
      ({ metadata }) => metadata.labels['app.kubernetes.io/component'],
    );
    expect([...new Set(components)].sort()).toEqual(services);
  });

  it('give each pool of agents a deployment that takes only its own tasks', () => {
    const runners = ofKind(manifests, 'Deployment').filter(({ metadata }) => metadata.labels.pool);
    const pools = readdirSync(join(root, 'processes/agents'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => {
        const agent = readFileSync(join(root, 'processes/agents', name, 'agent.yaml'), 'utf8');
        return /^pool: (.+)$/m.exec(agent)?.[1] ?? name;
      });
    const served = new Set([...pools, 'integrations']);
    expect(runners.map(({ metadata }) => metadata.labels.pool).sort()).toEqual([...served].sort());
    for (const runner of runners) {
      expect(runner.metadata.name).toBe(`botarmy-agent-runner-${runner.metadata.labels.pool}`);
      expect(containerOf(runner).env).toContainEqual({
        name: 'AGENT_POOLS',
        value: `["${runner.metadata.labels.pool}"]`,
      });
    }
  });

  it('leave the number of gateways to the autoscaler', () => {
    expect(byName(manifests, 'Deployment', 'botarmy-gateway').spec.replicas).toBeUndefined();
    expect(byName(manifests, 'HorizontalPodAutoscaler', 'botarmy-gateway').spec.scaleTargetRef?.name).toBe(
      'botarmy-gateway',
    );
    const fixed = renderChart(valueSets.development);
    expect(byName(fixed, 'Deployment', 'botarmy-gateway').spec.replicas).toBe(1);
    expect(ofKind(fixed, 'HorizontalPodAutoscaler')).toEqual([]);
  });

  it('keep 1,000 connections per gateway by default', () => {
    expect(containerOf(byName(manifests, 'Deployment', 'botarmy-gateway')).env).toContainEqual({
      name: 'MAX_CONNECTIONS',
      value: '1000',
    });
  });

  it('replace the pod that holds the exclusive volume and roll all others', () => {
    const recreated = (objects: typeof manifests) =>
      ofKind(objects, 'Deployment').filter(({ spec }) => spec.strategy?.type === 'Recreate');
    expect(recreated(manifests)).toEqual([]);
    const withVolume = renderChart(valueSets.development);
    expect(recreated(withVolume).map(({ metadata }) => metadata.name)).toEqual(['botarmy-artifacts']);
    const claim = byName(withVolume, 'PersistentVolumeClaim', 'botarmy-artifacts');
    expect(claim.metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
  });

  it('come from a mirror, by tag or by digest, when values say so', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const mirrored = renderChart([
      ...['--set', 'image.registry=registry.example.com/mirror', '--set', 'image.tag=1.2.3'],
      ...['--set', `services.hitl.image.digest=${digest}`, '--set', 'services.identity.image.repository=own/identity'],
    ]);
    const imageOf = (service: string) => containerOf(byName(mirrored, 'Deployment', `botarmy-${service}`)).image;
    expect(imageOf('gateway')).toBe('registry.example.com/mirror/botarmy/gateway:1.2.3');
    expect(imageOf('hitl')).toBe(`registry.example.com/mirror/botarmy/hitl@${digest}`);
    expect(imageOf('identity')).toBe('own/identity:1.2.3');
  });

  it('are set up by a hook that leans on nothing the chart creates', () => {
    const job = byName(manifests, 'Job', 'botarmy-set-up');
    expect(job.metadata.annotations).toMatchObject({
      'helm.sh/hook': 'pre-install,pre-upgrade',
      'helm.sh/hook-weight': '-5',
    });
    expect(job.spec.template.spec.serviceAccountName).toBeUndefined();
    const policy = byName(manifests, 'NetworkPolicy', 'botarmy-set-up');
    expect(policy.metadata.annotations).toMatchObject({ 'helm.sh/hook-weight': '-10' });
    expect(selects(policy.spec.podSelector, job.spec.template.metadata.labels)).toBe(true);
  });

  it('are scraped through one monitor that finds every service', () => {
    const monitored = renderChart(['--set', 'serviceMonitor.enabled=true']);
    const [monitor, ...others] = ofKind(monitored, 'ServiceMonitor');
    expect(others).toEqual([]);
    expect(monitor?.spec.endpoints).toMatchObject([{ port: 'metrics', path: '/metrics' }]);
    for (const service of ofKind(monitored, 'Service')) {
      expect(selects(monitor?.spec.selector ?? { matchLabels: { none: '' } }, service.metadata.labels)).toBe(true);
      expect(service.spec.ports).toMatchObject([
        { name: 'http', port: 8080 },
        { name: 'metrics', port: 9090 },
      ]);
    }
    expect(ofKind(manifests, 'ServiceMonitor')).toEqual([]);
  });

  it('are exposed by an ingress or a route only when asked for', () => {
    expect([...ofKind(manifests, 'Ingress'), ...ofKind(manifests, 'HTTPRoute')]).toEqual([]);
    const exposed = renderChart(valueSets.production);
    expect(byName(exposed, 'Ingress', 'botarmy-gateway').spec).toMatchObject({ tls: [{ secretName: 'botarmy-tls' }] });
    expect(byName(exposed, 'HTTPRoute', 'botarmy-gateway').spec).toMatchObject({ hostnames: ['botarmy.example.com'] });
  });
});
