import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';

export const removeUpload: Command = {
  name: 'upload remove',
  summary: 'Remove an upload for good',
  arguments: ['upload-id'],
  async run({ client, output, requiredArgument }) {
    const upload_id = requiredArgument('upload-id');
    await client.deleteUpload({ upload_id });
    output.show({ upload_id }, () => [`Upload ${upload_id} is removed.`]);
    return EXIT_CODES.ok;
  },
};
