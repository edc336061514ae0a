/** What another process asks of the conducting one: left as a row, answered in it. */
export const requests = `
CREATE TABLE request(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, what TEXT NOT NULL, made_at INT NOT NULL, taken_at INT,
  said TEXT, done_at INT, outcome TEXT);
CREATE INDEX request_open ON request(done_at) WHERE done_at IS NULL;
`;
