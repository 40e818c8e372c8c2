import type { TaskKind } from '../task-kind';
import {
  writeComponents,
  writeDataFlow,
  writeDecisions,
  writeIntegrations,
  writeScalability,
  writeSecurity,
  writeUserInterface,
} from './architecture-sections';
import {
  writeCodeExamples,
  writeCodeStructure,
  writeCodingStandards,
  writeDefinitionOfDone,
  writePhases,
  writeSteps,
} from './build-sections';
import { writeGeneralSection } from './general-section';
import {
  writeAssumptions,
  writeConstraints,
  writeGlossary,
  writeNextSteps,
  writeObjectives,
  writeOpenQuestions,
  writeOverview,
  writeScope,
  writeStageScope,
  writeSuccessCriteria,
} from './intent-sections';
import { writeApis, writeDataModel, writeMigration } from './interface-sections';
import {
  writeBackup,
  writeConfiguration,
  writeInfrastructure,
  writeMonitoring,
  writePipeline,
  writeRollback,
  writeRollout,
  writeSupport,
} from './launch-sections';
import {
  writeActivities,
  writeApproach,
  writeCommunication,
  writeDeliverables,
  writeDependencies,
  writePeople,
  writeTimeline,
} from './planning-sections';
import { writeMetrics, writeNonFunctionalRequirements } from './quality-sections';
import { writeAcceptanceCriteria, writeFunctionalRequirements, writeUserStories } from './requirement-sections';
import { writeRisks } from './risk-sections';
import type { SectionWriter } from './section-writer';
import { writeTechnologyStack } from './technology-sections';
import {
  writeDefects,
  writeEntryExit,
  writeTestCases,
  writeTestData,
  writeTestEnvironment,
  writeTestScope,
  writeTestStrategy,
} from './test-sections';

/** First match wins: the more specific heading stands before the general one. */
const BY_HEADING: readonly [RegExp, SectionWriter][] = [
  [
    /non-?\s?functional|quality (?:attributes|requirements)|constraints and qualities/iu,
    writeNonFunctionalRequirements,
  ],
  [/user stor(?:y|ies)|use cases?|user needs/iu, writeUserStories],
  [/acceptance/iu, writeAcceptanceCriteria],
  [/success|objectives? and key|definition of success/iu, writeSuccessCriteria],
  [/definition of done/iu, writeDefinitionOfDone],
  [/functional|features?\b|^requirements$|capabilities/iu, writeFunctionalRequirements],
  [/entry|exit|go\/no-go|readiness|release criteria|checklist/iu, writeEntryExit],
  [/test (?:cases?|scenarios?)|scenarios?/iu, writeTestCases],
  [/test data|fixtures/iu, writeTestData],
  [/test environments?/iu, writeTestEnvironment],
  [/cod(?:e|ing) (?:standards?|style|conventions?|guidelines?)|standards|conventions/iu, writeCodingStandards],
  [/^(?:project )?constraints?|limitations?/iu, writeConstraints],
  [/defects?|bugs?|issue (?:handling|management)/iu, writeDefects],
  [
    /(?:quality|key|success|test|performance) (?:metrics|indicators|measures|goals)|metrics|kpis?|coverage|measure/iu,
    writeMetrics,
  ],
  [
    /test(?:ing)? (?:strategy|approach|levels?|types?|plan)|^testing$|^tests$|quality assurance|verification/iu,
    writeTestStrategy,
  ],
  [/test scope|test items|test objectives/iu, writeTestScope],
  [/code (?:examples?|samples?|snippets?)|examples?/iu, writeCodeExamples],
  [/(?:code|project|repository|folder|module) (?:structure|layout|organi[sz]ation)/iu, writeCodeStructure],
  [/technolog|tech stack|stack|tooling|^tools$/iu, writeTechnologyStack],
  [/\bapis?\b|interfaces? (?:design|definition)|endpoints?|^interfaces?$/iu, writeApis],
  [/data (?:model|storage|design|structures?)|database|schema|entities|persistence/iu, writeDataModel],
  [/data flow|flows?\b|sequence|interaction|process view/iu, writeDataFlow],
  [/components?|modules?|system (?:structure|overview|context)|building blocks|services/iu, writeComponents],
  [/roll-?\s?back|fallback|recovery plan|way back|contingency/iu, writeRollback],
  [/ci\s*\/?\s*(?:and\s*)?cd|pipeline|continuous|build and release|automation/iu, writePipeline],
  [/monitor|observab|alert|logging|telemetry/iu, writeMonitoring],
  [
    /infrastructure|hosting|topology|servers?|runtime environment|deployment (?:architecture|target|environment)/iu,
    writeInfrastructure,
  ],
  [
    /roll-?\s?out|release (?:steps|plan|strategy|process)|deployment (?:steps|strategy|process|procedure|plan)|launch (?:steps|plan|sequence)|go-?live|cut-?over/iu,
    writeRollout,
  ],
  [/backup|disaster|restore/iu, writeBackup],
  [/configuration|environment|secrets|settings/iu, writeConfiguration],
  [/support|maintenance|operation|runbook|post-?launch|training|documentation|handover/iu, writeSupport],
  [/security|privacy|compliance|authenticat|authori[sz]ation|access control|data protection/iu, writeSecurity],
  [/scal|performance|capacity|reliab|availability/iu, writeScalability],
  [/integrat|external systems|third[- ]party/iu, writeIntegrations],
  [/user (?:interface|experience)|\bu[ix]\b|screens?|design system|accessib/iu, writeUserInterface],
  [/decisions?|trade-?offs?|rationale|alternatives/iu, writeDecisions],
  [/migrat|data import/iu, writeMigration],
  [/risks?|threats?|mitigation/iu, writeRisks],
  [/deliverables?|outputs?|artifacts?|results?/iu, writeDeliverables],
  [/work (?:breakdown|packages?|items?)|activit|tasks?\b|work plan|backlog/iu, writeActivities],
  [/milestones?|timeline|schedule|estimates?|effort|calendar|duration/iu, writeTimeline],
  [/phases?|stages?|increments?|iterations?|sprints?|roadmap/iu, writePhases],
  [/steps?\b|implementation|development|build order|guide|sequence|procedure/iu, writeSteps],
  [/dependenc|prerequisites?|inputs?/iu, writeDependencies],
  [/stakeholders?|roles?|team|resources?|people|personas?|users?|responsib|audience/iu, writePeople],
  [/communicat|announce|reporting/iu, writeCommunication],
  [/objectives?|goals?|aims?|purpose|vision/iu, writeObjectives],
  [/approach|strategy|method|plan\b/iu, writeApproach],
  [/scope|boundar|in and out/iu, writeScope],
  [/assumptions?/iu, writeAssumptions],
  [/open (?:questions?|points?|issues?)|questions/iu, writeOpenQuestions],
  [/glossary|terms|definitions/iu, writeGlossary],
  [/next steps?|follow-?up|recommendations?|conclusion/iu, writeNextSteps],
  [/overview|summary|introduction|context|background|description|abstract/iu, writeOverview],
];

/** Headings that mean something else in some documents. */
const BY_TASK: Partial<Record<TaskKind, readonly [RegExp, SectionWriter][]>> = {
  test: [
    [/^scope/iu, writeTestScope],
    [/strategy|approach|levels/iu, writeTestStrategy],
    [/^(?:test )?environment/iu, writeTestEnvironment],
  ],
  plan: [
    [/^(?:scope|stage scope)$/iu, writeStageScope],
    [/^(?:test cases?|scope of work|steps)$/iu, writeActivities],
  ],
};

/** The writer for a heading in a document of a kind; headings of no known kind have a general one. */
export function sectionWriterFor(heading: string, kind: TaskKind): SectionWriter {
  const candidates = [...(BY_TASK[kind] ?? []), ...BY_HEADING];
  return candidates.find(([pattern]) => pattern.test(heading))?.[1] ?? writeGeneralSection;
}
