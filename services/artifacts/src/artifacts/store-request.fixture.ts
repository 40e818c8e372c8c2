import { createId } from '@botarmy/contracts';
import type { StoreArtifactRequest } from '@botarmy/contracts';

/** A request that can be stored, with what a test cares about. */
export function storeRequest(changes: Partial<StoreArtifactRequest> = {}): StoreArtifactRequest {
  return {
    workflow_id: createId('wf'),
    path: 'requirements.md',
    name: 'Requirements',
    type: 'markdown',
    agent_id: 'analyst',
    stage: 'analyze',
    operation_key: 'requirements.1',
    content: '# Requirements\n',
    dependencies: [],
    metadata: { simulated: true, attempt: 1 },
    ...changes,
  };
}
