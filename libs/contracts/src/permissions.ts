import { agentTaskCancelled } from './agent-task/agent-task-cancelled.v1';
import { configurationChanged } from './configuration/configuration-changed.v1';
import { CONSUMERS } from './consumers';
import { conversationMessageRecorded } from './conversation/conversation-message-recorded.v1';
import type { ConsumerDeclaration } from './define-consumer';
import { hitlRequestChanged } from './hitl-request/hitl-request-changed.v1';
import { MESSAGES } from './messages';
import { QUESTIONS } from './questions';
import { resourceRulesChanged } from './resources/resource-rules-changed.v1';
import { routerConfigurationChanged } from './router-key/router-configuration-changed.v1';
import { inboxPrefix } from './service-names';
import type { ServiceName } from './service-names';
import { sessionEnded } from './session/session-ended.v1';
import { stopSwitchChanged } from './stop-switch/stop-switch-changed.v1';
import { LIVE_FILTER, subjectFilterOf, TALK_FILTER } from './subjects';
import { uploadChanged } from './upload/upload-changed.v1';
import { workflowEventRecorded } from './workflow/workflow-event-recorded.v1';

/** What one service's NATS user may do; everything else is refused by the broker. */
export interface NatsPermissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** Replies to questions go to the asker's inbox: allowed only as responses, bounded in count and time. */
  readonly allowResponses: { readonly max: number; readonly expires: string } | undefined;
}

/** Frames of one streamed answer at most; the longest answer is cut into frames of at least this share. */
const MAX_RESPONSES = 100_000;

/**
 * Permissions of a service, derived from the declarations: its own messages, its own consumers, the questions it asks
 * and answers, its own inbox, and nothing more. Only the orchestrator may manage streams and consumers.
 */
export function natsPermissionsOf(service: ServiceName): NatsPermissions {
  const asked = QUESTIONS.filter((question) => question.askedBy.includes(service));
  const answered = QUESTIONS.filter((question) => question.answeredBy === service);
  const publish = new Set<string>();
  const subscribe = new Set<string>([`${inboxPrefix(service)}.>`]);
  for (const message of MESSAGES) if (message.producers.includes(service)) publish.add(subjectFilterOf(message));
  for (const question of asked) {
    publish.add(question.subject);
    if (question.streamed) publish.add(`${streamControlPrefix(question.answeredBy)}.*`);
  }
  for (const question of answered) {
    subscribe.add(question.subject);
    if (question.streamed) subscribe.add(`${streamControlPrefix(service)}.*`);
  }
  for (const consumer of consumersOf(service)) for (const subject of consumerSubjects(consumer)) publish.add(subject);
  for (const subject of extraPublish(service)) publish.add(subject);
  for (const subject of extraSubscribe(service)) subscribe.add(subject);
  return {
    publish: [...publish].sort(),
    subscribe: [...subscribe].sort(),
    allowResponses: answered.length > 0 ? { max: MAX_RESPONSES, expires: '60m' } : undefined,
  };
}

/** Subjects on which a caller tells a streaming service to stop; the last token is the stream's id. */
export function streamControlPrefix(service: ServiceName): string {
  return `rpc-control.${service}`;
}

function consumersOf(service: ServiceName): ConsumerDeclaration[] {
  return CONSUMERS.filter((consumer) => consumer.service === service);
}

function consumerSubjects(consumer: ConsumerDeclaration): string[] {
  const { stream, durable } = consumer;
  return [
    `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
    `$JS.ACK.${stream}.${durable}.>`,
  ];
}

function extraPublish(service: ServiceName): string[] {
  switch (service) {
    case 'orchestrator':
      return ['$JS.API.INFO', '$JS.API.STREAM.>', '$JS.API.CONSUMER.>'];
    case 'agent-runner':
      // Pools are configuration, so their durables are one token of a stream only runners consume.
      return [
        LIVE_FILTER,
        '$JS.API.CONSUMER.INFO.AGENT_TASKS.*',
        '$JS.API.CONSUMER.MSG.NEXT.AGENT_TASKS.*',
        '$JS.ACK.AGENT_TASKS.>',
      ];
    case 'hitl':
      return [TALK_FILTER];
    default:
      return [];
  }
}

function extraSubscribe(service: ServiceName): string[] {
  switch (service) {
    case 'gateway':
      return [
        LIVE_FILTER,
        TALK_FILTER,
        subjectFilterOf(conversationMessageRecorded),
        subjectFilterOf(workflowEventRecorded),
        subjectFilterOf(hitlRequestChanged),
        subjectFilterOf(sessionEnded),
        subjectFilterOf(uploadChanged),
        subjectFilterOf(routerConfigurationChanged),
        subjectFilterOf(configurationChanged),
      ];
    case 'agent-runner':
      return [subjectFilterOf(agentTaskCancelled)];
    case 'llm-router':
      return [
        subjectFilterOf(stopSwitchChanged),
        subjectFilterOf(routerConfigurationChanged),
        subjectFilterOf(configurationChanged),
      ];
    case 'orchestrator':
      return [subjectFilterOf(resourceRulesChanged), subjectFilterOf(configurationChanged)];
    case 'hitl':
    case 'artifacts':
      return [subjectFilterOf(configurationChanged)];
    default:
      return [];
  }
}
