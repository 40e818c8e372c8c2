import { HttpAgent } from '@ag-ui/client';
import type { AgentSubscriber } from '@ag-ui/client';
import { HttpAgent as HttpAgentBefore1 } from 'ag-ui-client-0';

/** An event as a client applied it. */
export interface SeenEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** An interrupt as a client holds it. */
interface OpenInterrupt {
  readonly id: string;
  readonly reason: string;
  readonly responseSchema?: unknown;
}

/** What both clients have in common. */
export interface AguiAgent {
  readonly threadId: string;
  messages: { readonly id: string; readonly role: string; readonly content?: unknown }[];
  readonly state: Record<string, unknown>;
  readonly pendingInterrupts: readonly OpenInterrupt[];
  runAgent(parameters?: object, subscriber?: object): Promise<{ readonly result: unknown }>;
}

/** The clients that have to work: today's, and the one CopilotKit brings. */
export const AGUI_CLIENTS: readonly (readonly [string, typeof HttpAgent])[] = [
  ['1.0.0', HttpAgent],
  ['0.0.59', HttpAgentBefore1 as unknown as typeof HttpAgent],
];

/** Runs an agent once and returns the events its client let through; what the client objects to is thrown. */
export async function runOnce(agent: AguiAgent, parameters: object = {}): Promise<SeenEvent[]> {
  const seen: SeenEvent[] = [];
  const failures: Error[] = [];
  const subscriber: AgentSubscriber = {
    onEvent: ({ event }) => void seen.push(event as unknown as SeenEvent),
    onRunFailed: ({ error }) => void failures.push(error),
  };
  await agent.runAgent(parameters, subscriber);
  if (failures[0] !== undefined) throw failures[0];
  return seen;
}
