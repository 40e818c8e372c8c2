import { WebSocket } from 'ws';

/** What the demo reads of a frame; every frame has a type. */
interface Frame {
  readonly type: string;
  readonly workflow_id?: string;
  readonly agent_id?: string;
  readonly task_id?: string;
  readonly offset?: number;
  readonly text?: string;
}

/** Receives what happens in one workflow. */
export interface NewsListener {
  /** Something durable happened: the status is worth asking for. */
  onNews(): void;
  /** An agent has written this many characters of a document so far. */
  onWritten(agentId: string, characters: number): void;
}

/**
 * Listens to one workflow on the live channel until the returned function is called. The channel only says when to look:
 * when it fails nothing is lost, because the caller also looks by the clock.
 */
export function listenToWorkflow(url: string, token: string, workflowId: string, listener: NewsListener): () => void {
  const address = new URL('/api/ws', url);
  address.protocol = address.protocol.replace('http', 'ws');
  const socket = new WebSocket(address, { headers: { authorization: `Bearer ${token}` } });
  socket.on('open', () => socket.send(JSON.stringify({ type: 'subscribe', workflow_id: workflowId })));
  socket.on('message', (data) => {
    const frame = parseFrame(String(data));
    if (frame?.type === 'heartbeat') socket.send(JSON.stringify({ type: 'heartbeat', content: 'pong' }));
    if (frame?.workflow_id === workflowId) tell(frame, listener);
  });
  socket.on('error', () => socket.terminate());
  return () => socket.terminate();
}

function tell(frame: Frame, listener: NewsListener): void {
  const { type, agent_id: agentId, offset = 0, text } = frame;
  if ((type === 'delta' || type === 'snapshot') && agentId !== undefined && text !== undefined) {
    listener.onWritten(agentId, offset + text.length);
  } else {
    listener.onNews();
  }
}

function parseFrame(text: string): Frame | undefined {
  try {
    return JSON.parse(text) as Frame;
  } catch {
    return undefined;
  }
}
