import type { TaskKind } from './task-kind';

const DEFAULT_SECTIONS: Readonly<Record<TaskKind, readonly string[]>> = {
  plan: ['Objectives', 'Approach', 'Activities', 'Deliverables', 'Risks', 'Success Criteria'],
  requirements: [
    'Overview',
    'User Stories',
    'Functional Requirements',
    'Non-Functional Requirements',
    'Acceptance Criteria',
  ],
  architecture: ['Overview', 'Technology Stack', 'Components', 'APIs', 'Data Model', 'Security'],
  implementation: ['Overview', 'Phases', 'Implementation Steps', 'Code Structure', 'Testing', 'Risks'],
  test: ['Scope', 'Test Strategy', 'Test Cases', 'Quality Metrics', 'Exit Criteria'],
  deployment: ['Infrastructure', 'CI/CD', 'Monitoring', 'Rollback', 'Rollout'],
  other: ['Summary', 'Approach', 'Risks', 'Next Steps'],
};

/** Sections of a document whose task names none. */
export function defaultSectionsFor(kind: TaskKind): readonly string[] {
  return DEFAULT_SECTIONS[kind];
}
