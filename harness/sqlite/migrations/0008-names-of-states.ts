/** Deleted recordings and some kinds of notices have other names, since "dropped" is said only of packets. */
export const namesOfStates = `
UPDATE recording SET state = 'deleted' WHERE state = 'dropped';
UPDATE notice SET kind = 'recording-deleted' WHERE kind = 'recording-dropped';
UPDATE notice SET kind = 'disk-recovered' WHERE kind = 'disk-again';
UPDATE notice SET kind = 'engine-keeps-failing' WHERE kind = 'engine-given-up';
`;
