import { scopesOf } from './call-scopes';

describe('the scopes of a call', () => {
  it('are the tenant and the call at least', () => {
    expect(scopesOf('ten_a', 'call_a', {})).toEqual([
      ['tenant', 'ten_a', 'ten_a'],
      ['call', 'call_a', 'call_a'],
    ]);
  });

  it('give stages and tasks an account in each workflow', () => {
    const scope = { workflow_id: 'wf_a', stage_id: 'design', task_id: 'api', agent_id: 'architect', process: 'sdlc' };
    expect(scopesOf('ten_a', 'call_a', { ...scope, group_id: 'g', virtual_key_id: 'vkey_a' })).toEqual([
      ['tenant', 'ten_a', 'ten_a'],
      ['group', 'g', 'g'],
      ['virtual_key', 'vkey_a', 'vkey_a'],
      ['process', 'sdlc', 'sdlc'],
      ['agent', 'architect', 'architect'],
      ['workflow', 'wf_a', 'wf_a'],
      ['stage', 'design', 'wf_a/design'],
      ['task', 'api', 'wf_a/api'],
      ['call', 'call_a', 'call_a'],
    ]);
  });
});
