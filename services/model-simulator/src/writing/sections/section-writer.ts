import type { Block } from '../block';
import type { WritingContext } from '../writing-context';

/** Writes the blocks of one section, most important first; at least one block that counts words. */
export type SectionWriter = (context: WritingContext) => Block[];
