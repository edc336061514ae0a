/** What a file given by hand is: by its first bytes and its name. */
export function kindOfFile(path: string, bytes: Uint8Array): 'archive' | 'rules' | 'list' | 'web-page' {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'archive';
  const head = Buffer.from(bytes.subarray(0, 512)).toString('latin1');
  if (/^(\uFEFF|ï»¿)?\s*</.test(head)) return 'web-page';
  return path.endsWith('.rules') ? 'rules' : 'list';
}
