/** What is expected where a key accepts several types, by the key. */
const KINDS: Readonly<Record<string, string>> = {
  disable: 'a list of entries, or the path of a file',
  enable: 'a list of entries, or the path of a file',
  modify: 'a list of rules, from and to, or the path of a file',
  variables: 'addresses or ports, as text',
  classifications: 'priorities by classtype, each alone or with a text, or the path of a file',
  column: 'the number or the name of a column',
  allow: 'an address or a network such as 192.0.2.0/24',
};

/** What keys must look like where the user chooses them. */
const NAMES: Readonly<Record<string, string>> = {
  variables: 'a name of letters, digits and "_", not beginning with a digit',
  classifications: 'a classtype without spaces, quotes, commas, colons or parentheses',
};

export const kindsAt = (path: readonly PropertyKey[]): string => KINDS[String(path[0])] ?? 'another value';

export const namesAt = (path: readonly PropertyKey[]): string => NAMES[String(path[0])] ?? 'another name';
