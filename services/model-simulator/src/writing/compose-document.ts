import type { TaskPrompt } from '../prompt/task-prompt';
import { renderFacts } from '../understanding/facts-table';
import { understandInputs, withFeedback } from '../understanding/understand';
import { defaultSectionsFor } from './default-sections';
import { draftFeedbackSection } from './feedback-section';
import type { SectionDraft } from './fit-sections';
import { fitSections } from './fit-sections';
import { readFeedback } from './read-feedback';
import { renderDocument } from './render-document';
import { sectionWriterFor } from './sections/section-registry';
import { valuesBlock } from './stated-values';
import { stageOf, taskKindOf } from './task-kind';
import { WritingContext } from './writing-context';

/** Share of the word limit that is used, so that other ways of counting still stay below it. */
const LIMIT_SHARE = 0.9;
const LIMIT_SHARE_WHEN_TOO_LONG = 0.75;

/** Writes the document a task asks for; the same prompt gives the same bytes. */
export function composeDocument(task: TaskPrompt, options: { omitSections?: readonly string[] } = {}): string {
  const kind = taskKindOf(task.taskId, task.title);
  const stage = stageOf(task.taskId, task.title, task.agent);
  const reading = readFeedback(task.feedback);
  const said = [...(task.answers ?? []), ...task.feedback];
  const about = withFeedback(understandInputs(task.inputs, task.title), said);
  const contextFor = (heading: string): WritingContext =>
    new WritingContext({ heading, kind, stage, about, inputs: task.inputs });
  const headings = headingsFor(task, defaultSectionsFor(kind), reading.missingSections);
  const drafts: SectionDraft[] = headings.map((heading) => ({
    heading,
    blocks: sectionWriterFor(heading, kind)(contextFor(heading)),
  }));
  if (reading.requests.length > 0)
    drafts.push(draftFeedbackSection(contextFor(task.title), reading.requests, headings));
  const omitted = new Set((options.omitSections ?? []).map((heading) => heading.toLowerCase()));
  const written = drafts.filter((draft) => !omitted.has(draft.heading.toLowerCase()));
  const share = reading.isTooLong ? LIMIT_SHARE_WHEN_TOO_LONG : LIMIT_SHARE;
  const titleWords = task.title.split(/\s+/).length + 1;
  const sections = fitSections(written, Math.floor(task.maxWords * share) - titleWords);
  const document = renderDocument(
    task.title,
    renderFacts(about, [['Written by', 'simulated model, without a provider']]),
    sections,
  );
  return task.values === undefined ? document : `${document}\n${valuesBlock(task.values, about).text}\n`;
}

function headingsFor(task: TaskPrompt, defaults: readonly string[], missing: readonly string[]): string[] {
  const headings = [...(task.sections.length > 0 ? task.sections : defaults)];
  for (const heading of missing) {
    if (!headings.some((known) => known.toLowerCase() === heading.toLowerCase())) headings.push(heading);
  }
  return headings;
}
