import {type FoundInclude, readFile} from './read-file.ts';

/** The includes of a rules file by Snort's grammar, in their order: not those in comments or between `#begin` and `#end`. */
export function includesOf(text: string): readonly FoundInclude[] {
  const found: FoundInclude[] = [];
  if (text.includes('include')) readFile(text, {include: include => found.push(include)});
  return found;
}
