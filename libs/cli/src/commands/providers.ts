import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';

export const showProviders: Command = {
  name: 'providers',
  summary: 'Show how the providers of models do, with each model that was asked',
  async run(invocation) {
    const reply = await invocation.client.getProviderHealth();
    invocation.output.show(reply, () =>
      renderTable(
        ['provider', 'status', 'under way', 'waiting', 'answers in', 'model', 'circuit', 'first text in'],
        reply.providers.flatMap((provider) => {
          const own = [
            provider.simulated ? `${provider.id} (simulated)` : provider.id,
            provider.status,
            `${provider.under_way} of ${provider.concurrency}`,
            String(provider.waiting),
            milliseconds(provider.response_time_ms),
          ];
          if (provider.models.length === 0) return [[...own, '-', '-', '-']];
          return provider.models.map((model) => [
            ...own,
            model.key_id === null ? model.model : `${model.model} (${model.key_id})`,
            model.circuit === 'open' ? `open for ${model.reopens_in_ms} ms` : model.circuit,
            milliseconds(model.first_token_ms),
          ]);
        }),
      ),
    );
    return EXIT_CODES.ok;
  },
};

function milliseconds(value: number | null): string {
  return value === null ? '-' : `${value} ms`;
}
