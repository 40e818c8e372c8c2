import { RunnerConfig } from '../config';
import { IntegrationSettings } from './integration-settings';

const settings = (changes: Partial<RunnerConfig>) =>
  new IntegrationSettings(Object.assign(new RunnerConfig(), { AGENT_POOLS: ['integrations'] }, changes));

describe('the settings of integrations', () => {
  it('allow nothing by themselves', () => {
    const { hosts, servers, connections } = settings({});
    expect([hosts.length, servers.size, connections.size]).toEqual([0, 0, 0]);
  });

  it.each<[Partial<RunnerConfig>, string]>([
    [{ INTEGRATION_HTTP_HOSTS: ['https://a.example'] }, 'INTEGRATION_HTTP_HOSTS: [0] must be'],
    [{ INTEGRATION_PRIVATE_NETWORKS: ['10.0.0.0'] }, 'INTEGRATION_PRIVATE_NETWORKS: [0] must be'],
    [{ INTEGRATION_PRIVATE_NETWORKS: ['10.0.0.0/64'] }, 'INTEGRATION_PRIVATE_NETWORKS: [0] must be'],
    [{ INTEGRATION_MCP_SERVERS: 'secret' }, 'INTEGRATION_MCP_SERVERS: the value must be valid JSON'],
    [{ INTEGRATION_MCP_SERVERS: '[]' }, 'INTEGRATION_MCP_SERVERS: the value must be a JSON object'],
    [{ INTEGRATION_MCP_SERVERS: '{"a":{"url":"secret"}}' }, 'INTEGRATION_MCP_SERVERS: .a.url must be'],
    [{ INTEGRATION_SQL_CONNECTIONS: '{"a":"secret"}' }, 'INTEGRATION_SQL_CONNECTIONS: .a must be'],
    [
      { INTEGRATION_SQL_CONNECTIONS: '{"A b":"postgresql://a"}' },
      'INTEGRATION_SQL_CONNECTIONS: the name "A b" must be',
    ],
    [{ INTEGRATION_HTTP_HEADERS: '{"a":{"b":1}}' }, 'INTEGRATION_HTTP_HEADERS: .a must be'],
  ])('%j are refused without the value', (changes, message) => {
    expect(() => settings(changes)).toThrow(message);
    expect(() => settings(changes)).not.toThrow('secret');
  });
});
