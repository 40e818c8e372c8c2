import { EXIT_CODES } from '../exit-codes';
import type { Command } from '../tree/command';
import { uploadLines } from './upload-lines';

export const showUpload: Command = {
  name: 'upload show',
  summary: 'Show an upload, with --text what could be read in it',
  arguments: ['upload-id'],
  options: { text: { type: 'boolean', description: 'its text as well' } },
  async run({ client, output, requiredArgument, flag }) {
    const upload_id = requiredArgument('upload-id');
    if (flag('text')) {
      const reply = await client.readUploadText({ upload_id });
      output.show(reply, () => [...uploadLines(reply.upload), '', reply.text, ...(reply.is_cut ? ['…'] : [])]);
      return EXIT_CODES.ok;
    }
    const upload = await client.getUpload({ upload_id });
    output.show(upload, () => uploadLines(upload));
    return EXIT_CODES.ok;
  },
};
