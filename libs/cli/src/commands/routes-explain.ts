import type { BotArmyClient } from '@botarmy/sdk';

import { EXIT_CODES } from '../exit-codes';
import { renderTable } from '../terminal/table';
import type { Command } from '../tree/command';
import { UsageError } from '../usage-error';
import { dollars } from './money';
import { readText } from './read-text';

type RouteRequest = Parameters<BotArmyClient['explainRoute']>[0];

export const explainRoute: Command = {
  name: 'routes explain',
  summary: 'Say which models would answer a request, and why; nothing is asked',
  arguments: ['request'],
  options: {
    route: { type: 'string', value: '<route>', description: 'route, or provider/model (else what the request says)' },
  },
  async run(invocation) {
    const text = await readText(invocation.requiredArgument('request'), invocation, explainRoute.name);
    const request = requestOf(text);
    const route = invocation.text('route') ?? request.route ?? 'default';
    const found = await invocation.client.explainRoute({ ...request, route });
    invocation.output.show(found, () => {
      const { complexity, candidates, left_out, shadow } = found;
      return [
        `${found.asked} goes the route ${found.route} by ${found.strategy}${found.is_canary ? ', canary first' : ''}.`,
        ...(found.assignment === null ? [] : [`Assigned: ${found.assignment}.`]),
        `Complexity ${complexity.score}, ${complexity.tier}:`,
        ...renderTable(
          ['part', 'much', 'weight', 'counts'],
          complexity.parts.map(({ name, value, weight }) => [
            name,
            String(value),
            String(weight),
            (value * weight).toFixed(3),
          ]),
        ),
        '',
        ...(candidates.length === 0
          ? ['No model fits.']
          : renderTable(
              ['asked', 'model', 'at most', 'price'],
              candidates.map((candidate, at) => [
                `${at + 1}.`,
                `${candidate.provider}/${candidate.model}`,
                dollars(candidate.most_micros),
                candidate.price_version ?? '-',
              ]),
            )),
        ...left_out.map(({ provider, model, reasons }) => `not ${provider}/${model}: ${reasons.join(' and ')}`),
        ...(shadow === null ? [] : [`besides, for comparison: ${shadow.provider}/${shadow.model}`]),
      ];
    });
    return EXIT_CODES.ok;
  },
};

/** A JSON object as the public API takes it; any other text is what a user says. */
function requestOf(text: string): Partial<RouteRequest> & Pick<RouteRequest, 'turns'> {
  if (!text.trimStart().startsWith('{')) return { turns: [{ role: 'user', parts: [{ type: 'text', text }] }] };
  try {
    return JSON.parse(text) as RouteRequest;
  } catch (cause) {
    throw new UsageError(`The request is no JSON: ${(cause as Error).message}`, explainRoute.name);
  }
}
