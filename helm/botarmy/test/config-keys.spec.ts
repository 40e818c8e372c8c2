import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { ServiceConfig, describeConfig, loadConfig } from '@botarmy/chassis';

import type { EnvironmentVariable } from './support/manifest';
import { byName, containerOf, ofKind } from './support/manifest';
import { describeChart, renderChart, root, valueSets } from './support/render-chart';

/** Variables of the container that something other than the configuration class reads. */
const notConfiguration = ['OTEL_SERVICE_NAME'];
/** Keys every class inherits that mean nothing to a service without a database or without NATS. */
const databaseKeys = ['DATABASE_POOL_SIZE', 'DATABASE_STATEMENT_TIMEOUT_MS', 'DATABASE_URL'];
const natsKeys = ['NATS_NKEY_SEED', 'NATS_URL'];
const withoutMeaning: Record<string, string[]> = {
  'agent-runner': databaseKeys,
  'model-simulator': [...databaseKeys, ...natsKeys],
};

/** Keys that only the runners of integrations are given: credentials for what lies outside. */
const ofIntegrations = ['INTEGRATION_HTTP_HEADERS', 'INTEGRATION_MCP_SERVERS', 'INTEGRATION_SQL_CONNECTIONS'];
const integrations = 'botarmy-agent-runner-integrations';

type ConfigClass = typeof ServiceConfig;

function configClassOf(service: string): ConfigClass {
  const file = join(root, 'services', service, 'src/config.ts');
  if (!existsSync(file)) throw new Error(`services/${service}/src/config.ts does not exist.`);
  const exported = Object.values(jest.requireActual<Record<string, unknown>>(file));
  const classes = exported.filter(
    (value): value is ConfigClass => typeof value === 'function' && value.prototype instanceof ServiceConfig,
  );
  const [configClass, ...others] = classes;
  if (!configClass || others.length > 0)
    throw new Error(`${file} exports ${classes.length} classes that extend ServiceConfig.`);
  return configClass;
}

/** What the container would see; a secret that must be there holds some text, an optional one is absent. */
function environmentOf(variables: readonly EnvironmentVariable[]): Record<string, string> {
  return Object.fromEntries(
    variables
      .filter(({ valueFrom }) => !valueFrom?.secretKeyRef?.optional)
      .map(({ name, value }) => [name, value ?? 'a secret']),
  );
}

describeChart('the environment the chart gives to a service', () => {
  const workloads = ofKind(renderChart(['--set', 'telemetry.endpoint=http://collector:4318']), 'Deployment').map(
    (deployment) => ({
      name: deployment.metadata.name,
      service: deployment.metadata.labels['app.kubernetes.io/component'] ?? '',
      environment: containerOf(deployment).env,
    }),
  );

  describe.each(workloads)('$name', ({ name: workload, service, environment }) => {
    const given = environment.map(({ name }) => name).filter((name) => !notConfiguration.includes(name));

    it('names each variable once', () => {
      expect(given).toHaveLength(new Set(given).size);
    });

    it('has exactly the keys of the configuration class', () => {
      const keys = describeConfig(configClassOf(service)).map(({ key }) => key);
      const foreign = workload === integrations ? [] : ofIntegrations;
      const meant = keys.filter((key) => ![...(withoutMeaning[service] ?? []), ...foreign].includes(key));
      expect(given.toSorted()).toEqual(meant.toSorted());
    });

    it('takes secrets, and only secrets, from a Secret', () => {
      const secrets = describeConfig(configClassOf(service)).filter(({ key, secret }) => secret && given.includes(key));
      const referred = environment.filter(({ valueFrom }) => valueFrom?.secretKeyRef).map(({ name }) => name);
      expect(referred.toSorted()).toEqual(secrets.map(({ key }) => key).toSorted());
    });
  });

  describe.each(Object.keys(valueSets))('with %s values', (set) => {
    const manifests = renderChart(valueSets[set]);

    it.each(
      ofKind(manifests, 'Deployment').map((deployment) => ({
        name: deployment.metadata.name,
        service: deployment.metadata.labels['app.kubernetes.io/component'] ?? '',
        variables: containerOf(deployment).env,
      })),
    )('is accepted by the configuration class of $name', ({ service, variables }) => {
      expect(loadConfig(configClassOf(service), environmentOf(variables))).toMatchObject({ HOST: '0.0.0.0' });
    });

    it('asks set-up and orchestrator for the same streams and processes', () => {
      const shared = (kind: string, name: string) =>
        containerOf(byName(manifests, kind, name)).env.filter((variable) =>
          ['PROCESSES_DIRECTORY', 'STREAM_REPLICAS'].includes(variable.name),
        );
      const inSetUp = shared('Job', 'botarmy-set-up');
      expect(inSetUp).toHaveLength(2);
      expect(shared('Deployment', 'botarmy-orchestrator')).toEqual(inSetUp);
    });
  });

  it('leads the router to the simulator where there is one', () => {
    const addressIn = (options: string[]) =>
      containerOf(byName(renderChart(options), 'Deployment', 'botarmy-llm-router')).env.find(
        ({ name }) => name === 'SIMULATOR_URL',
      )?.value;
    expect(addressIn([])).toBe('http://botarmy-model-simulator:8080');
    expect(addressIn(['--set', 'services.model-simulator.enabled=false'])).toBe('');
  });
});
