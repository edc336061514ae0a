/** What a rule points to: `url`, `cve`, `bugtraq` and the like, or `mitre`. */
export interface RuleReference {
  /** Lower case. */
  readonly scheme: string;
  /** A cve as `2020-1234`, a technique as `T1059` or `T1059.001`, a url without its `http://`. */
  readonly id: string;
}

const TECHNIQUE =
  /^(?:https?:\/\/)?(?:www\.)?attack\.mitre\.org\/techniques\/(T\d{4})(?:[/.](\d{3}))?(?:[/?#]|$)/i;

/** Of the value of a `reference` option; a url of a MITRE ATT&CK technique is one of scheme `mitre` too. */
export function referencesOf(value: string): readonly RuleReference[] | undefined {
  const comma = value.indexOf(',');
  const scheme = value.slice(0, Math.max(comma, 0)).trim().toLowerCase();
  const id = value.slice(comma + 1).trim();
  if (scheme === '' || id === '') return undefined;
  if (scheme === 'cve') return [{scheme, id: id.replace(/^CVE-/i, '')}];
  const [, technique, part] = (scheme === 'url' && TECHNIQUE.exec(id)) || [];
  if (technique === undefined) return [{scheme, id}];
  const mitre = technique.toUpperCase() + (part === undefined ? '' : `.${part}`);
  return [
    {scheme, id},
    {scheme: 'mitre', id: mitre},
  ];
}
