import { chooseProvider, describeProvider } from './provider-choice';
import { simulatedProvider } from './simulated-provider';

describe('the choice of the provider', () => {
  it('is the simulated one without a key, and says so', () => {
    const choice = chooseProvider({ OPENAI_API_KEY: '' });
    expect(choice).toEqual({ isSimulated: true, names: [] });
    expect(describeProvider(choice)).toMatch(/^Simulated provider: no model is called, nothing is paid/);
  });

  it('is every provider that has a key', () => {
    const choice = chooseProvider({ ANTHROPIC_API_KEY: 'k', GOOGLE_GENAI_API_KEY: 'k' });
    expect(choice).toEqual({ isSimulated: false, names: ['Anthropic', 'Google'] });
    expect(describeProvider(choice)).toBe('Real provider: Anthropic, Google. Model calls cost money.');
  });

  it('leads the router, and nobody else, to the simulator where one runs', () => {
    expect(simulatedProvider('llm-router', 'http://127.0.0.1:1')).toEqual({ SIMULATOR_URL: 'http://127.0.0.1:1' });
    expect(simulatedProvider('gateway', 'http://127.0.0.1:1')).toEqual({});
    expect(simulatedProvider('llm-router', undefined)).toEqual({});
  });
});
