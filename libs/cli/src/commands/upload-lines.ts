import type { UploadView } from '@botarmy/sdk';

import { renderFields } from '../terminal/table';

/** An upload in words. */
export function uploadLines(upload: UploadView): string[] {
  const { id, name, kind, size_bytes, status, finding, scan_problem, text_status, sha256, uploaded_at } = upload;
  return renderFields({
    id,
    name,
    kind,
    bytes: size_bytes,
    status: status === 'quarantined' ? 'quarantined, the scan is pending' : status,
    finding: finding ?? undefined,
    'last scan': scan_problem ?? undefined,
    text: text_status,
    uploaded: uploaded_at,
    'sha-256': sha256,
  });
}
