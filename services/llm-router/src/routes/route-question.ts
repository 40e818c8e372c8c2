import type { ModelCallRouting, ModelCallScope } from '@botarmy/contracts';

import type { Prompt } from '../prompt/prompt';
import type { RouteQuestion } from './choose-route';

/** What is known of a request when its models are chosen. */
export interface RoutableRequest {
  readonly route: string;
  readonly scope: ModelCallScope;
  readonly routing: ModelCallRouting;
  readonly prompt: Prompt;
}

/** The question of a request: what it demands, who asks, and what is known of its task. */
export function routeQuestionOf({ route, scope, routing, prompt }: RoutableRequest, tenantId: string): RouteQuestion {
  const { regions, data_labels, task_kind, earlier_failures } = routing;
  return {
    route,
    prompt,
    tenantId,
    ...(regions === undefined ? {} : { regions }),
    ...(data_labels === undefined ? {} : { dataLabels: data_labels }),
    ...(scope.process === undefined ? {} : { process: scope.process }),
    ...(scope.agent_id === undefined ? {} : { agentId: scope.agent_id }),
    ...(task_kind === undefined ? {} : { taskKind: task_kind }),
    ...(earlier_failures === undefined ? {} : { earlierFailures: earlier_failures }),
  };
}
