/** What a rule points to: `url`, `cve`, `bugtraq` and the like, or `mitre`. */
export interface RuleReference {
  /** Lower case. */
  readonly scheme: string;
  /** A cve as `2020-1234`, a technique as `T1059` or `T1059.001`, a url without its `http://`. */
  readonly id: string;
}

const TECHNIQUE =
  /^(?:https?:\/\/)?(?:www\.)?attack\.mitre\.org\/techniques\/(T\d{4})(?:[/.](\d{3}))?(?:[/?#]|$)/i;
/** `2021-44228`, `CVE-2021-44228`, and `CVE_2021_44228` as metadata has it. */
const CVES = /(?<![0-9A-Za-z])(?:CVE[-_ ]?)?(\d{4})[-_](\d{4,})(?![0-9A-Za-z])/gi;
/** `T1059`, `T1059.001`, and `T1059_001`. */
const TECHNIQUES = /(?<![0-9A-Za-z])(T\d{4})(?:[._/](\d{3}))?(?![0-9A-Za-z])/gi;

/** Of the value of a `reference` option, which may name several CVEs; a url of a MITRE ATT&CK technique is one of scheme `mitre` too. */
export function referencesOf(value: string): readonly RuleReference[] | undefined {
  const comma = value.indexOf(',');
  const scheme = value.slice(0, Math.max(comma, 0)).trim().toLowerCase();
  const id = value.slice(comma + 1).trim();
  if (scheme === '' || id === '') return undefined;
  if (scheme === 'cve') {
    const cves = cvesIn(id);
    return cves.length > 0 ? cves : [{scheme, id: id.replace(/^CVE-/i, '')}];
  }
  const [, technique, part] = (scheme === 'url' && TECHNIQUE.exec(id)) || [];
  return technique === undefined ? [{scheme, id}] : [{scheme, id}, mitre(technique, part)];
}

/** CVEs and techniques that metadata names: `cve CVE_2021_44228`, `mitre_technique_id T1059`. */
export const metadataReferences = (metadata: readonly string[]): readonly RuleReference[] =>
  metadata.flatMap(item => {
    const [, key, value = ''] = /^(cve|mitre_technique_id)[ :]+(.*)$/i.exec(item) ?? [];
    if (key === undefined) return [];
    return key.toLowerCase() === 'cve' ? cvesIn(value) : techniquesIn(value);
  });

const cvesIn = (text: string): readonly RuleReference[] =>
  [...text.matchAll(CVES)].map(([, year, number]) => ({scheme: 'cve', id: `${year}-${number}`}));

const techniquesIn = (text: string): readonly RuleReference[] =>
  [...text.matchAll(TECHNIQUES)].map(([, technique = '', part]) => mitre(technique, part));

const mitre = (technique: string, part: string | undefined): RuleReference => ({
  scheme: 'mitre',
  id: technique.toUpperCase() + (part === undefined ? '' : `.${part}`),
});
