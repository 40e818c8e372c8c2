import { archiveStart } from './archive-start';
import { inspectGzip } from './inspect-gzip';
import { inspectZip } from './inspect-zip';
import { ARCHIVE_LIMITS, ArchiveRefused } from './unpacking-budget';
import type { UnpackingBudget } from './unpacking-budget';

/**
 * Unpacks an archive in memory, piece by piece, keeping nothing but the names of its entries.
 * @throws {ArchiveRefused} when it, or one inside it, is dangerous, too large, nested too deep or unreadable.
 */
export async function inspectArchive(bytes: Buffer, budget: UnpackingBudget, depth = 1): Promise<readonly string[]> {
  const format = archiveStart(bytes);
  if (format === undefined) return [];
  if (depth > ARCHIVE_LIMITS.depth) throw new ArchiveRefused('archive-nested', 'it holds archives inside archives');
  const inner = (content: Buffer): Promise<unknown> => inspectArchive(content, budget, depth + 1);
  if (format === 'zip') return inspectZip(bytes, budget, inner);
  await inspectGzip(bytes, budget, inner);
  return [];
}
