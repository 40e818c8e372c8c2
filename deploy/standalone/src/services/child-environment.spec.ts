import { childEnvironment } from './child-environment';

describe("the environment of a service's own process", () => {
  const owner = {
    PATH: '/bin',
    HOME: '/home/me',
    OPENAI_API_KEY: 'canary',
    DATABASE_URL: 'postgresql://owner:canary@db/x',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    HTTPS_PROXY: 'http://proxy:3128',
    LANG: undefined,
  };

  it('is its slice, what any program needs, and nothing else of the owner', () => {
    expect(childEnvironment('hitl', { PORT: '1', LOG_LEVEL: undefined }, owner, '/compiled')).toEqual({
      PATH: '/bin',
      HOME: '/home/me',
      PORT: '1',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
      OTEL_SERVICE_NAME: 'botarmy-hitl',
      NODE_COMPILE_CACHE: '/compiled',
    });
  });

  it('has the proxy where calls leave the platform', () => {
    expect(childEnvironment('llm-router', {}, owner, '/compiled')).toMatchObject({ HTTPS_PROXY: 'http://proxy:3128' });
  });
});
