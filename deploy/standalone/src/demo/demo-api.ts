import type {
  ArtifactMetadata,
  HitlRequestView,
  ListArtifactsReply,
  RespondToHitlRequestReply,
  StartWorkflowReply,
  WorkflowStatusView,
} from '@botarmy/contracts';

import { DemoError } from './demo-error';

/** A person's answer to an approval. */
export interface Answer {
  readonly response: 'approved' | 'modified' | 'rejected';
  readonly feedback?: string;
}

interface ProblemBody {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
}

/** The public API as the demo uses it: what any program outside could do, and nothing more. */
export class DemoApi {
  private constructor(
    readonly url: string,
    readonly token: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Signs in. `signal` ends every later call too. */
  static async signIn(url: string, credentials: { email: string; password: string }, signal: AbortSignal): Promise<DemoApi> {
    const anonymous = new DemoApi(url, '', signal);
    const { token } = await anonymous.call<{ token: string }>('POST', '/api/auth/token', credentials);
    return new DemoApi(url, token, signal);
  }

  startWorkflow(projectBrief: string): Promise<StartWorkflowReply> {
    return this.call('POST', '/api/workflows/start', { project_brief: projectBrief, workflow_type: 'sdlc' });
  }

  status(workflowId: string): Promise<WorkflowStatusView> {
    return this.call('GET', `/api/workflows/${workflowId}/status`);
  }

  request(requestId: string): Promise<HitlRequestView> {
    return this.call('GET', `/api/hitl/requests/${requestId}`);
  }

  respond(requestId: string, answer: Answer): Promise<RespondToHitlRequestReply> {
    return this.call('POST', `/api/hitl/requests/${requestId}/respond`, answer);
  }

  async artifacts(workflowId: string): Promise<readonly ArtifactMetadata[]> {
    return (await this.call<ListArtifactsReply>('GET', `/api/workflows/${workflowId}/artifacts`)).artifacts;
  }

  /** The bytes of an artifact's newest version. */
  async download(artifactId: string): Promise<Buffer> {
    const response = await this.send('GET', `/api/artifacts/${artifactId}/download`);
    return Buffer.from(await response.arrayBuffer());
  }

  private async call<TReply>(method: string, path: string, body?: object): Promise<TReply> {
    return (await this.send(method, path, body)).json() as Promise<TReply>;
  }

  private async send(method: string, path: string, body?: object): Promise<Response> {
    const response = await fetch(new URL(path, this.url), {
      method,
      signal: this.signal,
      headers: {
        accept: 'application/json',
        ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as ProblemBody;
    const reason = problem.detail ?? problem.title ?? response.statusText;
    throw new DemoError(`${method} ${path} was refused with ${response.status} (${problem.code ?? 'no code'}): ${reason}`);
  }
}
