import { statusBuilder } from '../workflow-status.fixture';
import { renderWorkflowProgress } from './render-workflow-progress';
import { textWidth } from './text-width';

const plain = { columns: 80, color: false };

describe('the progress of a workflow', () => {
  it('shows a bar for the whole and one for each agent', () => {
    expect(renderWorkflowProgress(statusBuilder(), plain)).toEqual([
      'A web shop for beekeepers',
      'total     ███░░░░░░░░░░░░░░░░░░░░░░░░░  12 %  in progress, Analyze, simulated',
      'Analyst   ██████████████░░░░░░░░░░░░░░  50 %  Requirements',
      'Architect ░░░░░░░░░░░░░░░░░░░░░░░░░░░░   0 %  idle',
    ]);
  });

  it('shows the time and the characters written so far', () => {
    const lines = renderWorkflowProgress(statusBuilder(), {
      ...plain,
      elapsedMs: 1_250,
      written: new Map([['analyst', 420]]),
    });
    expect(lines[1]).toContain('1.3 s');
    expect(lines[2]).toContain('Requirements, 420 characters');
  });

  it('says what it waits for and why it failed', () => {
    const lines = renderWorkflowProgress(
      statusBuilder({ status: 'failed', pending_request_ids: ['hitl_a'], failure: 'The plan has no sections.' }),
      plain,
    );
    expect(lines).toContain('waits for a decision: hitl_a');
    expect(lines.at(-1)).toBe('The plan has no sections.');
  });

  it('is complete when the workflow is', () => {
    const lines = renderWorkflowProgress(statusBuilder({ status: 'completed', progress_percent: 100 }), plain);
    expect(lines[1]).toContain(`${'█'.repeat(28)} 100 %  completed, simulated`);
  });

  it('never is wider than the terminal, whatever the names are', () => {
    const status = statusBuilder({
      title: '蜂蜜'.repeat(100),
      progress_percent: 250,
      agents: [{ id: 'a', name: 'N'.repeat(100), status: 'waiting', current_task: null, progress_percent: -5 }],
    });
    for (const columns of [1, 10, 20, 40, 80, 200]) {
      for (const line of renderWorkflowProgress(status, { columns, color: false }))
        expect(textWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  it('is coloured with our own escapes alone', () => {
    const status = statusBuilder({ title: '\u001b[31mred\u001b]0;x\u0007', pending_request_ids: ['hitl_\u001b[2J'] });
    const colored = renderWorkflowProgress(status, { columns: 80, color: true }).join('\n');
    expect(colored).toContain('\u001b[36m');
    const codes = colored.split('\u001b').slice(1);
    for (const code of codes) expect(code).toMatch(/^\[(3[1236]|39|90)m/);
  });
});
