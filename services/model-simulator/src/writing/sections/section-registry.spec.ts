import { BRIEFS } from '../../simulator.fixture';
import { understandText } from '../../understanding/understand';
import { wordsOf } from '../block';
import type { TaskKind } from '../task-kind';
import { stageOf, taskKindOf } from '../task-kind';
import { WritingContext } from '../writing-context';
import { writeComponents } from './architecture-sections';
import { writeGeneralSection } from './general-section';
import { writePipeline, writeRollback } from './launch-sections';
import { writeActivities } from './planning-sections';
import { writeNonFunctionalRequirements } from './quality-sections';
import { writeFunctionalRequirements } from './requirement-sections';
import { sectionWriterFor } from './section-registry';
import { writeTestScope } from './test-sections';

const HEADINGS =
  `Overview, Scope, Objectives, Success Criteria, Assumptions, Open Questions, Glossary, Next Steps, Approach, Work Breakdown, Activities,
Deliverables, Timeline, Milestones, Dependencies, Stakeholders, Communication Plan, Risks, Risks and Mitigations, User Stories, Functional Requirements,
Non-Functional Requirements, Acceptance Criteria, Metrics, Technology Stack, Components, Data Flow, Security, Scalability, Integrations, User Interface,
Decisions, APIs, Data Model, Data Migration, Implementation Steps, Phases, Code Structure, Code Examples, Definition of Done, Test Strategy, Test Scope,
Test Cases, Test Environment, Quality Metrics, Exit Criteria, Defect Management, Infrastructure, CI/CD, Monitoring, Rollback, Rollout, Configuration,
Backup and Restore, Support, Constraints, Coding Standards, Test Data, Environments, Philosophy`
    .split(',')
    .map((heading) => heading.trim());
const KINDS: readonly TaskKind[] = [
  'plan',
  'requirements',
  'architecture',
  'implementation',
  'test',
  'deployment',
  'other',
];

describe('the section registry', () => {
  const briefs = [BRIEFS.plants, BRIEFS.warehouse, BRIEFS.tutoring, BRIEFS.converter, BRIEFS.todo].map((brief) =>
    understandText(brief),
  );

  it.each(HEADINGS)('writes at least one counted block for "%s" in every kind of document', (heading) => {
    const empty: string[] = [];
    const broken: string[] = [];
    for (const about of briefs) {
      for (const kind of KINDS) {
        for (const stage of ['analyze', 'design', 'build', 'validate', 'launch'] as const) {
          const context = new WritingContext({ heading, kind, stage, about, inputs: [] });
          const blocks = sectionWriterFor(heading, kind)(context);
          if (!blocks.some((block) => wordsOf(block) > 0)) empty.push(`${kind}/${stage}`);
          if (/undefined|\[object/.test(blocks.map((block) => block.text).join('\n'))) broken.push(`${kind}/${stage}`);
        }
      }
    }
    expect({ empty, broken }).toEqual({ empty: [], broken: [] });
  });

  it.each([
    ['Non-functional requirements', 'requirements', writeNonFunctionalRequirements],
    ['Functional Requirements', 'requirements', writeFunctionalRequirements],
    ['Rollback Plan', 'deployment', writeRollback],
    ['CI/CD Pipeline', 'deployment', writePipeline],
    ['System Components', 'architecture', writeComponents],
    ['Activities / Work Breakdown', 'plan', writeActivities],
    ['Scope', 'test', writeTestScope],
    ['Zen of gardening', 'other', writeGeneralSection],
  ] as const)('knows what "%s" means in a document of kind %s', (heading, kind, writer) => {
    expect(sectionWriterFor(heading, kind)).toBe(writer);
  });
});

describe('the task kind', () => {
  it.each([
    ['create-analysis-execution-plan', 'Analysis Execution Plan', 'plan', 'analyze'],
    ['requirements', 'Requirements Document', 'requirements', 'analyze'],
    ['architecture', 'Architecture Document', 'architecture', 'design'],
    ['implementation_planning', 'Implementation Plan', 'implementation', 'build'],
    ['test-planning', 'Test Plan', 'test', 'validate'],
    ['deployment-planning', 'Deployment Plan', 'deployment', 'launch'],
    ['launch-plan', 'Launch Execution Plan', 'plan', 'launch'],
    ['poem', 'A Poem', 'other', 'validate'],
  ])('of %s is read from id and title', (id, title, kind, stage) => {
    expect(taskKindOf(id, title)).toBe(kind);
    expect(stageOf(id, title, 'tester')).toBe(stage);
  });
});
