// Which rules are shown, and in which order: all of them are at hand.
import type { RuleRow } from '../../queries/use_rules';

export const ruleFilters = ['text', 'family', 'state', 'gravity', 'hits', 'sort', 'region'] as const;
export type RuleFilters = Partial<Record<(typeof ruleFilters)[number], string>>;
export const ruleOrders = ['number', 'findings', 'amount', 'confirmed', 'dismissed'] as const;
export const families = ['policy', 'management', 'medical'] as const;
export type Family = (typeof families)[number];

// The class of the national list begins with its family.
const familyNames: Record<Family, string> = { policy: '政策类', management: '管理类', medical: '医疗类' };

const measures: Record<string, (rule: RuleRow) => number> = {
  findings: (rule) => rule.findings?.count ?? -1,
  amount: (rule) => Number(rule.findings?.vola_amt ?? -1), // for the order alone
  confirmed: (rule) => rule.findings?.confirmed_share ?? -1,
  dismissed: (rule) => rule.findings?.dismissed_share ?? -1,
};

export function chosenRules(rules: RuleRow[], filters: RuleFilters): RuleRow[] {
  const text = filters.text?.trim().toLowerCase() ?? '';
  const family = familyNames[filters.family as Family];
  const found = rules.filter(
    (rule) =>
      (/^\d{1,2}$/.test(text)
        ? String(rule.number) === text
        : [rule.name_zh, rule.name_en, rule.code, rule.slug ?? '', ...rule.parameters].some((part) => part.toLowerCase().includes(text))) &&
      (family === undefined || rule.class_zh.startsWith(family)) &&
      (filters.state === undefined || rule.state === filters.state) &&
      (filters.gravity === undefined || String(rule.severity) === filters.gravity) &&
      (filters.hits === undefined || (rule.findings?.count ?? 0) > 0),
  );
  const measure = measures[filters.sort ?? ''];
  return measure === undefined ? found : found.toSorted((a, b) => measure(b) - measure(a) || a.number - b.number);
}
