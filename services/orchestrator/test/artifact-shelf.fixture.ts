import { createHash } from 'node:crypto';

import { Problem } from '@botarmy/chassis';
import { createId } from '@botarmy/contracts';
import type {
  AdoptArtifactsReply,
  AdoptArtifactsRequest,
  ArtifactReference,
  ReadArtifactReply,
  ReadUploadTextReply,
  StoreArtifactReply,
  StoreArtifactRequest,
} from '@botarmy/contracts';

/** In-memory stand-in for the artifacts service: idempotent on workflow, path and operation key. */
export class ArtifactShelf {
  /** Texts of uploads that were released, by id. */
  readonly uploads = new Map<string, string>();
  readonly stored = new Map<string, { artifact: ArtifactReference; content: string }>();

  store(request: StoreArtifactRequest): StoreArtifactReply {
    const key = `${request.workflow_id}/${request.path}/${request.operation_key}`;
    const known = this.stored.get(key);
    if (known !== undefined) return { artifact: known.artifact, created: false };
    const versions = [...this.stored.keys()].filter((other) =>
      other.startsWith(`${request.workflow_id}/${request.path}/`),
    );
    const artifact = referenceOf(request.path, request.content, versions.length + 1);
    this.stored.set(key, { artifact, content: request.content });
    return { artifact, created: true };
  }

  adopt({ workflow_id, from_workflow_id, version_ids }: AdoptArtifactsRequest): AdoptArtifactsReply {
    const own = [...this.stored].filter(([key]) => key.startsWith(`${from_workflow_id}/`)).map(([, value]) => value);
    const artifacts = version_ids.map((id) => {
      const known = own.find(({ artifact }) => artifact.version_id === id);
      if (known === undefined) throw new Error(`${id} is no version of ${from_workflow_id}`);
      const { path } = known.artifact;
      const key = `${workflow_id}/${path}/fork`;
      const before = this.stored.get(key);
      const artifact = before?.artifact ?? referenceOf(path, known.content, 1);
      this.stored.set(key, { artifact, content: known.content });
      return artifact;
    });
    return { artifacts };
  }

  read(artifactId: string, version?: number): ReadArtifactReply {
    const known = [...this.stored.values()].find(
      ({ artifact }) => artifact.artifact_id === artifactId && (version ?? artifact.version) === artifact.version,
    );
    if (known === undefined) throw new Error(`${artifactId} is not on the shelf`);
    // Nobody who asks here looks at more than the content.
    return { artifact: known.artifact as unknown as ReadArtifactReply['artifact'], content: known.content };
  }

  /** The text of an upload; one that was not put here waits for its scan. */
  readUpload(uploadId: string): ReadUploadTextReply {
    const text = this.uploads.get(uploadId);
    if (text === undefined)
      throw new Problem({ status: 409, code: 'upload-not-released', title: 'Not released', detail: 'Wait.' });
    const upload = { id: uploadId, name: `${uploadId}.md`, sha256: 'a'.repeat(64), status: 'clean' };
    // Nobody who asks here looks at more of the upload.
    return { upload: upload as ReadUploadTextReply['upload'], text, is_cut: false };
  }

  pathsOf(workflowId: string): string[] {
    return [...this.stored.keys()]
      .filter((key) => key.startsWith(`${workflowId}/`))
      .map((key) => key.split('/').slice(1, -1).join('/'));
  }
}

function referenceOf(path: string, content: string, version: number): ArtifactReference {
  return {
    artifact_id: createId('art'),
    version_id: createId('ver'),
    version,
    path,
    sha256: createHash('sha256').update(content).digest('hex'),
    size_bytes: Buffer.byteLength(content),
  };
}
