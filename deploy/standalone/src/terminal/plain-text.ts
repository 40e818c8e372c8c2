/** Text from a server or a model for a terminal: without escape sequences and other control characters. */
export function plainText(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is to be removed
  return text.replaceAll(/\u001b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u001f\u007f-\u009f]/g, ' ').trim();
}
