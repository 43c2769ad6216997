import './rules.css';

import { Link, useLocation } from 'react-router';

import { PageFrame } from '../../parts/page_frame';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { GravityTag } from '../../parts/tags';
import { usePreferences } from '../../preferences';
import { useFilters } from '../../queries/use_list_query';
import { useRule, type Rule } from '../../queries/use_rule';
import { useWords } from '../../words';
import { RegionField } from './region_field';
import { RuleCases } from './rule_cases';
import { RuleMeaning } from './rule_meaning';
import { RulePoints } from './rule_points';
import { RuleSql } from './rule_sql';
import { RuleState } from './rule_state';
import { RuleVersions } from './rule_versions';
import { SwitchRule } from './switch_rule';
import { ruleViews, type RuleView } from './rule_views';

const names = ['region'] as const;

export function RuleDetail({ no, view }: { no: number; view: RuleView }) {
  const words = useWords();
  const { language } = usePreferences();
  const { filters, setFilters } = useFilters(names);
  const query = useRule(no, filters.region);
  const back = { to: '/rules', label: words.rules.title };
  if (query.data === undefined) {
    return (
      <PageFrame title={`${words.rules.rule} ${no}`} back={back}>
        {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <BlockSkeleton height={420} />}
      </PageFrame>
    );
  }
  const rule = query.data;
  return (
    <PageFrame
      fills={view === 'points'}
      title={`${no} ${language === 'zh' ? rule.name_zh : rule.name_en}`}
      back={back}
      lead={words.rules.classes[rule.class_zh] ?? rule.class_zh}
      marks={
        <>
          <RuleState state={rule.state} />
          {rule.verdict !== null && <GravityTag verdict={rule.verdict} gravity={rule.severity} />}
        </>
      }
      actions={
        <>
          <RegionField region={filters.region} onChange={(region) => setFilters({ region })} />
          <SwitchRule rule={rule} />
        </>
      }
    >
      <RuleTabs rule={rule} view={view} />
      <RuleContent rule={rule} view={view} />
    </PageFrame>
  );
}

function RuleTabs({ rule, view }: { rule: Rule; view: RuleView }) {
  const words = useWords();
  const { search } = useLocation();
  const region = new URLSearchParams(search).get('region');
  const counts: Partial<Record<RuleView, number>> = { points: rule.points.all, cases: rule.cases.length, versions: rule.versions.length };
  return (
    <nav className="rule-tabs no-print" aria-label={words.rules.rule}>
      {ruleViews.map((one) => (
        <Link
          key={one}
          aria-current={one === view ? 'page' : undefined}
          to={`/rules/${rule.number}${one === 'meaning' ? '' : `/${one}`}${region === null ? '' : `?region=${region}`}`}
        >
          {words.rules.views[one]}
          {counts[one] !== undefined && ` ${counts[one]}`}
        </Link>
      ))}
    </nav>
  );
}

function RuleContent({ rule, view }: { rule: Rule; view: RuleView }) {
  switch (view) {
    case 'points':
      return <RulePoints rule={rule} />;
    case 'cases':
      return <RuleCases rule={rule} />;
    case 'sql':
      return <RuleSql rule={rule} />;
    case 'versions':
      return <RuleVersions rule={rule} />;
    case 'meaning':
      return <RuleMeaning rule={rule} />;
  }
}
