import { headingsOf, parsePrompt } from '../prompt/parse-prompt';
import { BRIEFS, taskPrompt } from '../simulator.fixture';
import { composeDocument } from './compose-document';
import { defaultSectionsFor } from './default-sections';
import { taskKindOf } from './task-kind';

const TASKS: readonly (readonly [id: string, title: string, path: string, inputs: readonly string[]])[] = [
  ['plan-analysis', 'Analysis Execution Plan', 'analysis_execution_plan.md', ['project_brief.md']],
  ['requirements', 'Requirements Document', 'requirements.md', ['project_brief.md', 'analysis_execution_plan.md']],
  ['plan-design', 'Design Execution Plan', 'design_execution_plan.md', ['requirements.md']],
  ['architecture', 'Architecture Document', 'architecture.md', ['requirements.md', 'design_execution_plan.md']],
  ['plan-build', 'Build Execution Plan', 'build_execution_plan.md', ['architecture.md']],
  [
    'implementation-plan',
    'Implementation Plan',
    'implementation_plan.md',
    ['architecture.md', 'build_execution_plan.md'],
  ],
  ['plan-validation', 'Validation Execution Plan', 'validation_execution_plan.md', ['implementation_plan.md']],
  ['test-plan', 'Test Plan', 'test_plan.md', ['implementation_plan.md', 'validation_execution_plan.md']],
  ['plan-launch', 'Launch Execution Plan', 'launch_execution_plan.md', ['test_plan.md']],
  ['deployment-plan', 'Deployment Plan', 'deployment_plan.md', ['test_plan.md', 'launch_execution_plan.md']],
];

function compose(options: Parameters<typeof taskPrompt>[0]): string {
  const task = parsePrompt([{ role: 'user', text: taskPrompt(options) }]);
  if (!task) throw new Error('the prompt has no task');
  return composeDocument(task);
}

function runProcess(brief: string, maxWords = 500): Map<string, string> {
  const documents = new Map([['project_brief.md', brief]]);
  for (const [id, title, path, inputs] of TASKS) {
    const sections = defaultSectionsFor(taskKindOf(id, title));
    documents.set(
      path,
      compose({
        id,
        title,
        sections,
        maxWords,
        inputs: Object.fromEntries(inputs.map((input) => [input, documents.get(input) ?? ''])),
      }),
    );
  }
  documents.delete('project_brief.md');
  return documents;
}

function wordCount(markdown: string): number {
  const prose = markdown
    .replace(/```[\s\S]*?```/g, '')
    .split('\n')
    .filter((line) => !line.startsWith('|'));
  return prose
    .join(' ')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

function sentences(markdown: string): Set<string> {
  const lines = markdown.split(/\n|(?<=[.!?])\s+/).map((line) => line.trim().toLowerCase());
  return new Set(lines.filter((line) => line.length > 3 && !/^\|[-|]+$/.test(line)));
}

describe('a document of the SDLC process', () => {
  const runs = Object.entries(BRIEFS).map(([name, brief]) => ({ name, documents: runProcess(brief) }));

  it.each(TASKS.map(([, title, path]) => [title, path]))(
    '%s has its title, every required section and at most 500 words',
    (title, path) => {
      const sections = defaultSectionsFor(taskKindOf(path, title));
      for (const { documents } of runs) {
        const text = documents.get(path) ?? '';
        expect(text.startsWith(`# ${title}\n`)).toBe(true);
        expect(headingsOf(text)).toEqual([title, ...sections]);
        expect(wordCount(text)).toBeLessThanOrEqual(500);
        expect(wordCount(text)).toBeGreaterThan(150);
        expect(text).not.toMatch(/undefined|\[object|NaN|\bnull\b/);
      }
    },
  );

  it.each(TASKS.map(([, title, path]) => [title, path]))(
    '%s shares less than half of its sentences between any two briefs',
    (_, path) => {
      for (const [index, one] of runs.entries()) {
        for (const other of runs.slice(index + 1)) {
          const [first, second] = [
            sentences(one.documents.get(path) ?? ''),
            sentences(other.documents.get(path) ?? ''),
          ];
          const shared = [...first].filter((sentence) => second.has(sentence)).length;
          expect({
            pair: `${one.name}/${other.name}`,
            isDistinct: shared / Math.min(first.size, second.size) < 0.5,
          }).toEqual({ pair: `${one.name}/${other.name}`, isDistinct: true });
        }
      }
    },
  );

  it('is the same bytes for the same prompt', () => {
    for (const [path, text] of runProcess(BRIEFS.tutoring))
      expect(runs.find((run) => run.name === 'tutoring')?.documents.get(path)).toBe(text);
  });

  it('still knows the brief in the last document, which was never given it', () => {
    const deployment = runs.find((run) => run.name === 'warehouse')?.documents.get('deployment_plan.md');
    expect(deployment).toContain('Warehouse Picker');
    expect(deployment).toContain('300 ms');
    expect(deployment).toContain('scanning barcodes');
  });

  it('keeps to a small word limit and still fills every section', () => {
    for (const [path, text] of runProcess(BRIEFS.plants, 90)) {
      expect({ path, fits: wordCount(text) <= 90 }).toEqual({ path, fits: true });
      expect(text).not.toMatch(/## [^\n]+\n\n(?:##|$)/);
    }
  });
});

describe('a document written from the brief', () => {
  it('names the people, figures and constraints of the brief', () => {
    const text = compose({ sections: ['User Stories', 'Functional Requirements', 'Non-Functional Requirements'] });
    expect(text).toContain('As a home gardener, I want to add plants with a photo');
    expect(text).toContain('5,000 users');
    expect(text).toContain('must work offline');
    expect(text).toMatch(/\| FR-1 \|/);
  });

  it('answers an unknown task from its output contract', () => {
    const text = compose({
      id: 'marketing',
      title: 'Launch Campaign',
      sections: ['Target Audience', 'Key Messages', 'Channels'],
    });
    expect(headingsOf(text)).toEqual(['Launch Campaign', 'Target Audience', 'Key Messages', 'Channels']);
    expect(text).toContain('home gardener');
  });

  it('has sections of its kind when the task names none', () => {
    expect(headingsOf(compose({ sections: [] }))).toContain('User Stories');
  });

  it('survives briefs without any usable word', () => {
    for (const brief of ['', '???', '𓀀 𓀁', '| a | b |', '123 456', '<script>alert(1)</script>']) {
      expect(headingsOf(compose({ inputs: { 'project_brief.md': brief } }))).toEqual([
        'Requirements Document',
        'User Stories',
        'Risks',
      ]);
    }
  });
});

describe('feedback', () => {
  it('changes the document and is answered point by point', () => {
    const before = compose({});
    const after = compose({
      feedback: '- Please focus on mobile requirements.\n- Gardeners must export a yearly report within 3 seconds.',
    });
    expect(after).toContain('## Changes After Feedback');
    expect(after).toContain('"Please focus on mobile requirements"');
    expect(after).toContain('export a yearly report');
    expect(after).toContain('3 seconds');
    expect(after).not.toBe(before);
  });

  it('adds sections the contract check misses and shortens a text that is too long', () => {
    const longer = compose({
      sections: ['User Stories', 'Acceptance Criteria', 'Risks', 'Assumptions', 'Scope', 'Objectives'],
    });
    const repaired = compose({
      sections: ['User Stories', 'Acceptance Criteria', 'Risks', 'Assumptions', 'Scope', 'Objectives'],
      maxWords: 300,
      feedback: 'Missing sections: Glossary, Timeline\nThe document has 540 words, at most 300 are allowed.',
    });
    expect(headingsOf(repaired)).toEqual(expect.arrayContaining(['Glossary', 'Timeline']));
    expect(wordCount(repaired)).toBeLessThan(wordCount(longer));
    expect(wordCount(repaired)).toBeLessThanOrEqual(300);
  });

  it('follows findings of the output contract without answering them in the document', () => {
    const repaired = compose({
      feedback: 'The section "Timeline" is missing.\nThe document has 640 words; at most 500 are allowed.',
    });
    expect(headingsOf(repaired)).toEqual(['Requirements Document', 'User Stories', 'Risks', 'Timeline']);
  });
});
