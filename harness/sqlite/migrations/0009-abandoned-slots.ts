/** A slot in which no engine became ready is `abandoned`, as the reports say. Its notice, and that of an arm left out, have their own kinds. */
export const abandonedSlots = `
UPDATE slot SET state = 'abandoned' WHERE state = 'given-up';
UPDATE notice SET kind = 'slot-abandoned' WHERE kind = 'slot-missed' AND slot IN (SELECT id FROM slot WHERE state = 'abandoned');
UPDATE notice SET kind = 'arm-left-out' WHERE kind = 'engine-keeps-failing' AND text LIKE '% is left out of %';
`;
