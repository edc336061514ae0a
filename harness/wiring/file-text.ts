/** Reads the text of a file that a declaration names; undefined if it does not exist. */
export async function fileTextHere(path: string): Promise<string | undefined> {
  const {readWhole} = await import('../snapshots/directory/read-directory.ts');
  const whole = await readWhole(path);
  return whole && Buffer.from(whole.bytes).toString();
}
