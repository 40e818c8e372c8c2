import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { loadConfig, Problem, ServiceConfig, startService } from '@botarmy/chassis';
import type { RunningService } from '@botarmy/chassis';
import { findStoredArtifact, readArtifactVersion, storeArtifact } from '@botarmy/contracts';
import type {
  ArtifactReference,
  FindStoredArtifactReply,
  FindStoredArtifactRequest,
  ReadArtifactVersionReply,
  ReadArtifactVersionRequest,
  StoreArtifactReply,
  StoreArtifactRequest,
} from '@botarmy/contracts';
import { Answers, attachMessaging, DEAD_LETTER_STORE, MessagingModule } from '@botarmy/messaging';
import type { PlatformBroker } from '@botarmy/testing';

import { referenceTo } from '../src/task.fixture';

/** An artifact store in memory, idempotent as the real one is. */
@Controller()
export class FakeArtifacts {
  /** Text by version id. */
  readonly versions = new Map<string, string>();
  readonly operations = new Map<string, ArtifactReference>();
  readonly stores: StoreArtifactRequest[] = [];
  readonly reads: ReadArtifactVersionRequest[] = [];
  readonly searches: FindStoredArtifactRequest[] = [];
  /** Thrown instead of the next store. */
  refuseNextStore: Problem | undefined;

  /** Puts a document there for tasks to read. */
  add(path: string, text: string): ArtifactReference {
    const reference = referenceTo(path, text);
    this.versions.set(reference.version_id, text);
    return reference;
  }

  /** Puts a document there as if an earlier runner had stored it. */
  addStored(workflowId: string, path: string, operationKey: string, text: string): ArtifactReference {
    const reference = this.add(path, text);
    this.operations.set(`${workflowId}/${path}/${operationKey}`, reference);
    return reference;
  }

  storesOf(workflowId: string): StoreArtifactRequest[] {
    return this.stores.filter((request) => request.workflow_id === workflowId);
  }

  @Answers(readArtifactVersion)
  read(@Payload() request: ReadArtifactVersionRequest): ReadArtifactVersionReply {
    this.reads.push(request);
    const content = this.versions.get(request.version_id);
    if (content !== undefined) return { content };
    throw new Problem({
      status: 404,
      code: 'artifact-not-found',
      title: 'Not found',
      detail: 'There is no such version.',
    });
  }

  @Answers(findStoredArtifact)
  find(@Payload() request: FindStoredArtifactRequest): FindStoredArtifactReply {
    this.searches.push(request);
    return { artifact: this.operations.get(keyOf(request)) ?? null };
  }

  @Answers(storeArtifact)
  store(@Payload() request: StoreArtifactRequest): StoreArtifactReply {
    const refusal = this.refuseNextStore;
    this.refuseNextStore = undefined;
    if (refusal !== undefined) throw refusal;
    this.stores.push(request);
    const earlier = this.operations.get(keyOf(request));
    if (earlier !== undefined) return { artifact: earlier, created: false };
    return {
      artifact: this.addStored(request.workflow_id, request.path, request.operation_key, request.content),
      created: true,
    };
  }
}

@Module({
  imports: [MessagingModule.forService({ service: 'artifacts', stores: false })],
  controllers: [FakeArtifacts],
  providers: [{ provide: DEAD_LETTER_STORE, useValue: undefined }],
})
class FakeArtifactsModule {}

function keyOf(request: { workflow_id: string; path: string; operation_key: string }): string {
  return `${request.workflow_id}/${request.path}/${request.operation_key}`;
}

export async function startFakeArtifacts(
  broker: PlatformBroker,
): Promise<{ service: RunningService; artifacts: FakeArtifacts }> {
  const service = await startService({
    name: 'artifacts',
    module: FakeArtifactsModule,
    config: loadConfig(ServiceConfig, { ...broker.environmentOf('artifacts'), LOG_LEVEL: 'silent' }),
    configure: async (app, runtime) => void (await attachMessaging(app, runtime)),
  });
  return { service, artifacts: service.app.get(FakeArtifacts) };
}
