/** A classtype that Snort does not come with, or another priority of one that it does. */
export interface Classification {
  readonly name: string;
  /** 1 is the highest. */
  readonly priority: number;
  readonly text: string;
}

const LONGEST = 200;
const MOST = 1000;
const LINE =
  /^[ \t]*config[ \t]+classification[ \t]*:[ \t]*([^,\s]+)[ \t]*,([^\n]*),[ \t]*(\d{1,9})[ \t\r]*$/gm;

/** Of a classification.config: `config classification: NAME,DESCRIPTION,PRIORITY` a line; of one name the last counts. */
export function readClassifications(text: string): readonly Classification[] {
  const found = new Map<string, Classification>();
  for (const [, name = '', description = '', priority] of text.matchAll(LINE)) {
    if (found.size >= MOST || name.length > LONGEST) continue;
    found.set(name, {name, priority: Number(priority), text: description.trim().slice(0, LONGEST)});
  }
  return [...found.values()];
}
