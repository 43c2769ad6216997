/** The parts of a rule's page, each at an address of its own. */
export const ruleViews = ['meaning', 'points', 'cases', 'sql', 'versions'] as const;
export type RuleView = (typeof ruleViews)[number];
