import { parseLateResults } from './read-late-results';

describe('late results', () => {
  it('are those the orchestrator refused, and nothing else', () => {
    const page = [
      '# TYPE botarmy_workflow_commands_total counter',
      'botarmy_workflow_commands_total{command="complete-task",outcome="accepted"} 40',
      'botarmy_workflow_commands_total{command="complete-task",outcome="ignored"} 3',
      'botarmy_workflow_commands_total{command="fail-task",outcome="ignored"} 2',
      'botarmy_workflow_commands_total{command="resume",outcome="ignored"} 7',
    ].join('\n');
    expect(parseLateResults(page)).toBe(5);
    expect(parseLateResults('')).toBe(0);
  });
});
