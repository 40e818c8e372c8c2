import type { ConversationMessageView, ConversationView } from '@botarmy/contracts';

/** How a conversation is written down. */
export type ExportFormat = 'markdown' | 'json';

/** What comes before the first message. */
export function headingOf(conversation: ConversationView, format: ExportFormat): string {
  if (format === 'json') return `{"conversation":${JSON.stringify(conversation)},"messages":[`;
  const { title, workflow_id, created_at } = conversation;
  const about = workflow_id === null ? '' : `, workflow \`${workflow_id}\``;
  return `# ${inOneLine(title)}\n\nBegun ${created_at}${about}.\n`;
}

/** One message. In Markdown its text is a quotation, so that nothing in it looks like another message. */
export function messageText(message: ConversationMessageView, format: ExportFormat, isFirst: boolean): string {
  if (format === 'json') return `${isFirst ? '' : ','}\n${JSON.stringify(message)}`;
  const { author_name, timestamp, content, status, attachments, artifacts } = message;
  const said = status === 'pending' ? '(being written)' : content;
  const lines = said.split(/\r\n|\r|\n/).map((line) => `> ${line}`.trimEnd());
  const along = [...artifacts, ...attachments].map((id) => `- \`${id.replace(/\W/g, '_')}\``);
  return [
    `\n## ${inOneLine(author_name)}, ${timestamp}`,
    '',
    ...lines,
    ...(along.length === 0 ? [] : ['', ...along]),
    '',
  ].join('\n');
}

/** A name or title that cannot begin a line of its own, nor be read as markup. */
function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#]/g, '\\$&');
}
