import type { ManifestSpec } from './support/manifest';
import { containerOf, ofKind, selects, workloads } from './support/manifest';
import { describeChart, renderChart, valueSets } from './support/render-chart';

const restricted = {
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: 1000,
  runAsGroup: 1000,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

describeChart('every workload of the chart', () => {
  describe.each(Object.keys(valueSets))('with %s values', (name) => {
    const manifests = renderChart(valueSets[name]);
    const deployments = ofKind(manifests, 'Deployment');

    it.each(workloads(manifests).map((workload) => [workload.metadata.name, workload] as const))(
      '%s runs restricted: no root, no privilege, no writable root file system, no token',
      (_, workload) => {
        const pod = workload.spec.template.spec;
        expect(containerOf(workload).securityContext).toEqual(restricted);
        expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
        expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
        expect([pod.hostNetwork, pod.hostPID, pod.hostIPC]).toEqual([undefined, undefined, undefined]);
        for (const volume of pod.volumes) {
          expect(Object.keys(volume).filter((key) => key !== 'name')).toEqual([
            expect.stringMatching(/^(emptyDir|persistentVolumeClaim)$/),
          ]);
        }
      },
    );

    it.each(workloads(manifests).map((workload) => [workload.metadata.name, workload] as const))(
      '%s names a version of its image, its requests and its memory limit',
      (_, workload) => {
        const { image, resources } = containerOf(workload);
        expect(image).toMatch(/(:[^/:@]+|@sha256:[0-9a-f]{64})$/);
        expect(image).not.toMatch(/:latest$/);
        expect(Object.keys(resources.requests).sort()).toEqual(['cpu', 'memory']);
        expect(Object.keys(resources.limits)).toContain('memory');
      },
    );

    it.each(deployments.map((deployment) => [deployment.metadata.name, deployment] as const))(
      '%s has probes, drains inside its grace period and spreads over zones and hosts',
      (_, deployment) => {
        const pod = deployment.spec.template.spec;
        const container = containerOf(deployment);
        expect(container.startupProbe.httpGet).toEqual({ path: '/health/live', port: 'http' });
        expect(container.livenessProbe.httpGet).toEqual({ path: '/health/live', port: 'http' });
        expect(container.readinessProbe.httpGet).toEqual({ path: '/health/ready', port: 'http' });
        const drainSeconds = Number(container.env.find(({ name: key }) => key === 'SHUTDOWN_TIMEOUT_MS')?.value) / 1000;
        expect(container.lifecycle.preStop.sleep.seconds + drainSeconds).toBeLessThan(
          pod.terminationGracePeriodSeconds,
        );
        expect(pod.topologySpreadConstraints.map(({ topologyKey }) => topologyKey)).toEqual([
          'topology.kubernetes.io/zone',
          'kubernetes.io/hostname',
        ]);
      },
    );

    it.each(deployments.map((deployment) => [deployment.metadata.name, deployment] as const))(
      '%s has its own service, account, disruption budget and network policy, and nobody else has them',
      (_, deployment) => {
        const labels = deployment.spec.template.metadata.labels;
        const selected = (kind: string, selectorOf: (spec: ManifestSpec) => Record<string, string>) =>
          ofKind(manifests, kind).filter(({ spec }) => selects({ matchLabels: selectorOf(spec) }, labels));
        expect(selected('PodDisruptionBudget', ({ selector }) => selector.matchLabels)).toHaveLength(1);
        expect(selected('Service', ({ selector }) => selector as unknown as Record<string, string>)).toHaveLength(1);
        // The default denial and its own.
        expect(selected('NetworkPolicy', ({ podSelector }) => podSelector.matchLabels)).toHaveLength(2);
        const account = ofKind(manifests, 'ServiceAccount').filter(
          ({ metadata }) => metadata.name === deployment.spec.template.spec.serviceAccountName,
        );
        expect(account).toMatchObject([{ automountServiceAccountToken: false }]);
        expect(deployments.filter(({ spec }) => selects(spec.selector, labels))).toEqual([deployment]);
      },
    );
  });
});
