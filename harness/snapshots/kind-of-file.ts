import {parseNetwork} from '../rules/networks.ts';
import {isGzip} from './unpacked-text.ts';

const HEAD_CHARACTERS = 64 * 1024;
/** Matches blank lines and comments of rules and lists. */
const COMMENT = /^\s*(?:$|[#;]|\/\/)/;
/** Matches a rule, disabled or not, or an include. */
const RULE = /^\s*(?:#\s*)?(?:include\s+\S|[a-z_]+\s+[^(]*\(.*\bsid\s*:)/m;

/**
 * Recognizes a file by its content. Its name decides only if the content does not, since a `black_list.rules` contains
 * addresses.
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
