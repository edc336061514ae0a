/** Of catalogue.db: snapshots and their rules, takes that were refused, requests to providers. */
export const catalogueFirst = `
CREATE TABLE rules(id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE);
CREATE TABLE rule(id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, text TEXT NOT NULL, text_digest TEXT NOT NULL,
  gid INT NOT NULL, sid INT NOT NULL, rev INT NOT NULL, action TEXT NOT NULL, header TEXT NOT NULL, msg TEXT NOT NULL,
  classtype TEXT NOT NULL, priority INT NOT NULL, kind TEXT NOT NULL, facts TEXT NOT NULL);
CREATE INDEX rule_key ON rule(gid, sid);
CREATE INDEX rule_classtype ON rule(classtype);
CREATE TABLE rules_rule(rules INT NOT NULL REFERENCES rules, rule INT NOT NULL REFERENCES rule, enabled INT NOT NULL,
  by TEXT NOT NULL, PRIMARY KEY(rules, rule)) WITHOUT ROWID;
CREATE INDEX rules_of_rule ON rules_rule(rule);
CREATE TABLE rule_reference(scheme TEXT NOT NULL, id TEXT NOT NULL, rule INT NOT NULL REFERENCES rule,
  PRIMARY KEY(scheme, id, rule)) WITHOUT ROWID;

CREATE TABLE snapshot(id INTEGER PRIMARY KEY, ruleset TEXT NOT NULL, variant TEXT NOT NULL, digest TEXT NOT NULL,
  taken_at INT NOT NULL, seen_at INT NOT NULL, seq INT NOT NULL, manifest TEXT NOT NULL, UNIQUE(ruleset, variant, digest));
CREATE TABLE refusal(id INTEGER PRIMARY KEY, ruleset TEXT NOT NULL, variant TEXT NOT NULL, at INT NOT NULL,
  kind TEXT NOT NULL, words TEXT NOT NULL);
CREATE INDEX refusal_of ON refusal(ruleset, variant, at);

CREATE TABLE asked(url TEXT NOT NULL, at INT NOT NULL, host TEXT NOT NULL, outcome TEXT NOT NULL, not_before INT,
  PRIMARY KEY(url, at)) WITHOUT ROWID;
CREATE INDEX asked_host ON asked(host, at);
CREATE TABLE download(url TEXT PRIMARY KEY, etag TEXT, modified TEXT, sha256 TEXT NOT NULL, fetched_at INT NOT NULL);
`;
