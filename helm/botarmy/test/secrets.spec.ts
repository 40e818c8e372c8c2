import { containerOf, workloads } from './support/manifest';
import { describeChart, refusal, renderChart, valueSets } from './support/render-chart';

/** Names whose value must never stand in a manifest. */
const secretName = /(_KEY|_SECRET|_PASSWORD|_TOKEN|_SEED|_CREDENTIALS|DATABASE_URL)$/;

describeChart('the secrets of the chart', () => {
  describe.each(Object.keys(valueSets))('with %s values', (name) => {
    const manifests = renderChart(valueSets[name]);

    it('are referred to by name and key, never written down', () => {
      const variables = workloads(manifests).flatMap((workload) => containerOf(workload).env);
      const secret = variables.filter((variable) => secretName.test(variable.name));
      expect(secret.length).toBeGreaterThan(15);
      for (const { value, valueFrom } of secret) {
        expect(value).toBeUndefined();
        expect(valueFrom?.secretKeyRef).toMatchObject({ name: expect.any(String), key: expect.any(String) });
      }
      for (const { value } of variables) expect(value ?? '').not.toMatch(/:\/\/[^/]*@/);
    });

    it('are not made by the chart', () => {
      expect(manifests.map(({ kind }) => kind)).not.toContain('Secret');
    });

    it('are different for every service with a database', () => {
      const perService = workloads(manifests).flatMap((workload) =>
        containerOf(workload)
          .env.filter((variable) => variable.name === 'DATABASE_URL')
          .map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
      );
      expect(new Set(perService).size).toBe(perService.length);
    });
  });

  it.each([
    ['services.llm-router.config.OPENAI_API_KEY=sk-1', 'OPENAI_API_KEY'],
    ['services.gateway.config.DATABASE_URL=postgres://a:b@c/d', 'DATABASE_URL'],
    ['defaults.config.NATS_NKEY_SEED=SU', 'NATS_NKEY_SEED'],
    ['nats.url=nats://user:password@nats:4222', 'pattern'],
  ])('are refused as a plain value: %s', (assignment, reason) => {
    expect(refusal(['--set', assignment])).toContain(reason);
  });
});
