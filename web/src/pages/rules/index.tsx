// Rules: all of them, and one of them.
import { useParams } from 'react-router';

import { NoPageState } from '../../parts/states';
import { RuleDetail } from './rule_detail';
import { RuleList } from './rule_list';
import { ruleViews, type RuleView } from './rule_views';

const isView = (view: string): view is RuleView => (ruleViews as readonly string[]).includes(view);

export default function Rules() {
  const { no, view = 'meaning' } = useParams();
  if (no === undefined) return <RuleList />;
  return /^[1-9]\d?$/.test(no) && isView(view) ? <RuleDetail key={no} no={Number(no)} view={view} /> : <NoPageState />;
}
