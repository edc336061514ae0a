/** What reports need of the rules on trial: facts without texts, so that a trial can be published. */
export const knownRules = `
CREATE TABLE known_rule(digest TEXT NOT NULL, gid INT NOT NULL, sid INT NOT NULL, rev INT NOT NULL, enabled INT NOT NULL,
  kind TEXT NOT NULL, msg TEXT NOT NULL, classtype TEXT NOT NULL, priority INT NOT NULL, facts TEXT NOT NULL,
  text_digest TEXT NOT NULL, PRIMARY KEY(digest, gid, sid)) WITHOUT ROWID;
`;
