import type { CompiledProcess } from '../definition/compiled-process';
import type { WorkflowEvent } from '../workflow/events';
import { buildAgentPerformance } from './build-agent-performance';
import { buildSessionLogs } from './build-session-logs';
import { buildWorkflowMetadata } from './build-workflow-metadata';

/** A file to store as artifact. */
export interface MetadataFile {
  readonly path: 'metadata/workflow_metadata.json' | 'metadata/agent_performance.json' | 'metadata/session_logs.json';
  /** JSON with two spaces of indentation and a final newline. */
  readonly content: string;
}

/** The metadata files of specification §6.3.1; the same events always yield the same bytes. */
export function buildMetadataFiles(
  events: readonly WorkflowEvent[],
  process: CompiledProcess,
): readonly MetadataFile[] {
  return [
    { path: 'metadata/workflow_metadata.json', content: render(buildWorkflowMetadata(events, process)) },
    { path: 'metadata/agent_performance.json', content: render(buildAgentPerformance(events, process)) },
    { path: 'metadata/session_logs.json', content: render(buildSessionLogs(events)) },
  ];
}

function render(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
