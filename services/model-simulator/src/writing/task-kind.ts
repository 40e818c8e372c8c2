/** What kind of document a task asks for. */
export type TaskKind = 'plan' | 'requirements' | 'architecture' | 'implementation' | 'test' | 'deployment' | 'other';

/** The stage of work a document belongs to. */
export type Stage = 'analyze' | 'design' | 'build' | 'validate' | 'launch';

const KINDS: readonly [TaskKind, RegExp][] = [
  [
    'plan',
    /execution[\s_-]*plan|(?:analysis|design|build|validation|launch)[\s_-]*plan(?!ning)|(?:^|[\s_-])plan-(?:analysis|design|build|validation|launch)/iu,
  ],
  ['requirements', /requirement|user stor/iu],
  ['architecture', /architect|technical design|system design/iu],
  ['test', /\btest|quality|validation/iu],
  ['deployment', /deploy|release|rollout|go-live/iu],
  ['implementation', /implement|development|roadmap|build/iu],
];
const STAGES: readonly [Stage, RegExp][] = [
  ['launch', /launch|deploy|release/iu],
  ['validate', /validat|test|quality/iu],
  ['build', /build|implement|develop/iu],
  ['design', /design|architect/iu],
  ['analyze', /analy|requirement|brief/iu],
];
const STAGE_OF_AGENT: Readonly<Record<string, Stage>> = {
  analyst: 'analyze',
  architect: 'design',
  developer: 'build',
  tester: 'validate',
  deployer: 'launch',
};

/** Kind of document by task id and title. */
export function taskKindOf(taskId: string, title: string): TaskKind {
  const text = `${taskId} ${title}`.replaceAll('_', '-');
  return KINDS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
}

/** Stage by task id and title, else by agent. */
export function stageOf(taskId: string, title: string, agent: string): Stage {
  const text = `${taskId} ${title}`;
  return STAGES.find(([, pattern]) => pattern.test(text))?.[0] ?? STAGE_OF_AGENT[agent] ?? 'analyze';
}
