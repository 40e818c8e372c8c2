import { capacitiesOf, nameOfKey, needsOfTask, needsOfWorkflow } from './task-needs';

const rules = {
  installation: { concurrent_tasks: 64, agents: [{ agent_id: 'developer', concurrent_tasks: 8 }] },
  tenant: { concurrent_workflows: 3, processes: [{ process: 'sdlc', concurrent_workflows: 2 }], weight: 2 },
};

describe('what a task takes', () => {
  it('is a unit of every limit that concerns its agent', () => {
    expect(needsOfTask(rules, 'ten_a', 'developer')).toEqual([
      { key: '*/tasks', tenant_id: '*', capacity: 64 },
      { key: '*/tasks:agent=developer', tenant_id: '*', capacity: 8 },
    ]);
    expect(needsOfTask(rules, 'ten_a', 'tester').map(({ key }) => key)).toEqual(['*/tasks']);
  });

  it('is nothing where nothing is limited', () => {
    expect(needsOfTask({ installation: {}, tenant: {} }, 'ten_a', 'developer')).toEqual([]);
    expect(needsOfWorkflow({ installation: {}, tenant: {} }, 'ten_a', 'sdlc')).toEqual([]);
  });
});

describe('what a workflow takes', () => {
  it('is a unit of every limit that concerns its process', () => {
    expect(needsOfWorkflow(rules, 'ten_a', 'sdlc')).toEqual([
      { key: 'ten_a/workflows', tenant_id: 'ten_a', capacity: 3 },
      { key: 'ten_a/workflows:process=sdlc', tenant_id: 'ten_a', capacity: 2 },
    ]);
  });
});

describe('capacities', () => {
  it('name every limit of a scope', () => {
    expect(capacitiesOf(rules.tenant, 'ten_a')).toEqual({ 'ten_a/workflows': 3, 'ten_a/workflows:process=sdlc': 2 });
    expect(nameOfKey('ten_a/workflows:process=sdlc')).toBe('workflows:process=sdlc');
  });
});
