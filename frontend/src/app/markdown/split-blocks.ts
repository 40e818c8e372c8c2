const fence = /^ {0,3}(`{3,}|~{3,})/;
/** A line that begins something new at the left margin: no continuation, list item, quote or table row. */
const startsAfresh = /^(?![ \t]|[-*+]\s|\d+[.)]\s|>|\|)\S/;
/** The same for a line that is still being written: a dash may yet become a list item. */
const surelyStartsAfresh = /^[\p{L}#]/u;

/**
 * Where the finished part of a growing markdown text ends, searched from `from` (itself such a place): the start of the last line
 * that follows a blank line outside a fence and cannot belong to what stands before it.
 */
export function finishedLength(text: string, from: number): number {
  let end = from;
  let openFence: string | undefined;
  let followsBlank = false;
  let lineStart = from;
  while (lineStart < text.length) {
    const newline = text.indexOf('\n', lineStart);
    const line = text.slice(lineStart, newline === -1 ? text.length : newline);
    const mark = fence.exec(line)?.[1];
    const isAfresh = (newline === -1 ? surelyStartsAfresh : startsAfresh).test(line);
    if (openFence === undefined && followsBlank && isAfresh) end = lineStart;
    if (mark !== undefined) {
      if (openFence === undefined) openFence = mark;
      else if (mark.startsWith(openFence)) openFence = undefined;
    }
    followsBlank = line.trim() === '';
    if (newline === -1) break;
    lineStart = newline + 1;
  }
  return end;
}
