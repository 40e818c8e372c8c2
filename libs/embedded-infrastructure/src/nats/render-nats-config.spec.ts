import { renderNatsConfig } from './render-nats-config';

describe('renderNatsConfig', () => {
  it('renders an open server with its store', () => {
    expect(renderNatsConfig({ port: 4222, storeDirectory: '/data/na"ts' })).toBe(
      ['listen: "127.0.0.1:4222"', 'jetstream {', '  store_dir: "/data/na\\"ts"', '}', ''].join('\n'),
    );
  });

  it('renders users with their permissions, and nothing allowed as everything denied', () => {
    const text = renderNatsConfig({
      port: 1,
      host: '0.0.0.0',
      storeDirectory: '/s',
      syncAlways: true,
      maxPayloadBytes: 1_048_576,
      users: [
        { nkey: 'UA', publish: ['cmd.>', '$JS.API.>'], subscribe: ['_INBOX.a.>'] },
        { nkey: 'UB', publish: [], subscribe: ['ask'], allowResponses: { max: 1, expires: '5m' } },
      ],
    });
    expect(text).toContain('sync_interval: always');
    expect(text).toContain('max_payload: 1048576');
    expect(text).toContain(
      '{ nkey: "UA", permissions: { publish: { allow: ["cmd.>", "$JS.API.>"] }, subscribe: { allow: ["_INBOX.a.>"] } } }',
    );
    expect(text).toContain(
      'publish: { deny: [">"] }, subscribe: { allow: ["ask"] }, allow_responses: { max: 1, expires: "5m" }',
    );
  });
});
