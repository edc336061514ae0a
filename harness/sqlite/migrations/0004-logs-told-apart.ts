/**
 * Logs are told apart by the bytes that were taken in of them. `log.digest` names a log within its run, `first` is the
 * digest of its first record, `prefix` that of its bytes up to the cursor; NULL where an earlier version took it in.
 */
export const logsToldApart = `
ALTER TABLE log ADD COLUMN first TEXT;
ALTER TABLE log ADD COLUMN prefix TEXT;
ALTER TABLE log ADD COLUMN guessed INT NOT NULL DEFAULT 0;
ALTER TABLE log ADD COLUMN guessed_from INT;
ALTER TABLE log ADD COLUMN guessed_to INT;
UPDATE log SET first = digest;
CREATE INDEX log_first ON log(run, first);
CREATE TABLE log_lines(id INTEGER PRIMARY KEY, log INT NOT NULL REFERENCES log, prints BLOB NOT NULL);
CREATE INDEX log_lines_of ON log_lines(log);
`;
