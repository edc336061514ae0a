/** Where each rule stands in what its source gave. */
export const places = `
ALTER TABLE rules_rule ADD COLUMN file TEXT;
ALTER TABLE rules_rule ADD COLUMN line INT;
`;
