import { Injectable } from '@nestjs/common';

import { Problem } from '@botarmy/chassis';
import { readUploadText, storeArtifact } from '@botarmy/contracts';
import type { ArtifactReference, Caller, ReadUploadTextReply } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';
import type { CompiledProcess } from '@botarmy/process-engine';

import { attachmentPath, withAttachments } from './attachments';

/** Who wrote the brief, as the artifact's metadata shows it. */
const BRIEF_AUTHOR = 'person';

/** What a workflow begins with. */
export interface BriefToStore {
  readonly workflowId: string;
  readonly process: CompiledProcess;
  readonly text: string;
  readonly attached: readonly ReadUploadTextReply[];
}

/** Stores what a workflow begins with: the brief, and uploads as documents of their own that the brief is built from. */
@Injectable()
export class BriefDocuments {
  constructor(private readonly asker: Asker) {}

  /** The texts of uploads, in order. @throws {Problem} 404 or 409 when one is unknown, not released, or has no text. */
  async attachments(uploads: readonly string[] | undefined, caller: Caller): Promise<ReadUploadTextReply[]> {
    const ids = [...new Set(uploads ?? [])];
    const texts = await Promise.all(ids.map((upload_id) => this.asker.ask(readUploadText, { upload_id }, caller)));
    const problem = withAttachments('', texts) === undefined;
    if (problem) throw tooMuchText();
    return texts;
  }

  /** The brief as accepted is the first artifact; it is stored before the workflow exists, so the first task finds it. */
  async store({ workflowId, process, text, attached }: BriefToStore, caller: Caller): Promise<ArtifactReference> {
    const stage = process.stages[0]?.name ?? '';
    const common = { workflow_id: workflowId, type: 'markdown' as const, agent_id: BRIEF_AUTHOR, stage };
    const dependencies: string[] = [];
    for (const [index, { upload, text: content }] of attached.entries()) {
      const { id: upload_id, name, sha256, status } = upload;
      const { artifact } = await this.asker.ask(
        storeArtifact,
        {
          ...common,
          path: attachmentPath(index, name),
          name,
          operation_key: `upload.${index + 1}`,
          content,
          dependencies: [],
          metadata: { simulated: false, upload_id, upload_sha256: sha256, upload_status: status },
        },
        caller,
      );
      dependencies.push(artifact.version_id);
    }
    const { path, title: name } = process.input;
    const content = withAttachments(text, attached) ?? text;
    const brief = {
      ...common,
      path,
      name,
      operation_key: 'brief',
      content,
      dependencies,
      metadata: { simulated: false },
    };
    return (await this.asker.ask(storeArtifact, brief, caller)).artifact;
  }
}

function tooMuchText(): Problem {
  return new Problem({
    status: 413,
    code: 'attachments-too-long',
    title: 'Attachments too long',
    detail: 'The texts of the uploads are too long together: attach fewer or shorter files.',
  });
}
