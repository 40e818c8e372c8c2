import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';

import { EXIT_CODES } from '../exit-codes';
import { ArtifactFileError } from '../files/save-artifacts';
import type { Command } from '../tree/command';

export const downloadUpload: Command = {
  name: 'upload download',
  summary: 'Save an upload that was released, checked by checksum',
  arguments: ['upload-id'],
  options: { out: { type: 'string', value: '<file>', description: 'file to write; else here, by its name' } },
  async run({ client, output, requiredArgument, text }) {
    const upload_id = requiredArgument('upload-id');
    const { name, sha256 } = await client.getUpload({ upload_id });
    const blob = (await client.downloadUpload({ upload_id }, { parseAs: 'blob' })) as Blob;
    const bytes = new Uint8Array(await blob.arrayBuffer());
    if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      throw new ArtifactFileError('The file arrived with other bytes than were stored: download it again.');
    // The server made the name harmless; of what it says only the last part is used all the same.
    const file = resolve(text('out') ?? (basename(name.replaceAll('\\', '/')) || upload_id));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
    output.show({ file, upload_id }, () => [`${bytes.byteLength} bytes in ${file}`]);
    return EXIT_CODES.ok;
  },
};
