import {parseNetwork} from '../rules/networks.ts';
import {isGzip} from './unpacked-text.ts';

const HEAD_CHARACTERS = 64 * 1024;
/** Blank lines and comments of rules and of lists. */
const COMMENT = /^\s*(?:$|[#;]|\/\/)/;
/** A rule, disabled or not, or a file of rules that is included. */
const RULE = /^\s*(?:#\s*)?(?:include\s+\S|[a-z_]+\s+[^(]*\(.*\bsid\s*:)/m;

/**
 * What a file given by hand or downloaded is, by its content: its name says it only where the content does not, since a
 * `black_list.rules` holds addresses.
 */
export function kindOfFile(path: string, bytes: Uint8Array): 'archive' | 'rules' | 'list' | 'web-page' {
  if (isGzip(bytes)) return 'archive';
  const head = Buffer.from(bytes.subarray(0, HEAD_CHARACTERS))
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  if (/^\s*</.test(head)) return 'web-page';
  const first = head.split('\n').find(line => !COMMENT.test(line));
  if (first !== undefined && beginsWithAddress(first)) return 'list';
  return RULE.test(head) || /\.rules(\.gz)?$/.test(path) ? 'rules' : 'list';
}

const beginsWithAddress = (line: string): boolean =>
  /^\s*\{\s*"/.test(line) || parseNetwork(line.trim().split(/[\s,;#-]/)[0] ?? '') !== undefined;
