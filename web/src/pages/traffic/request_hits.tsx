// The reminders of a request, each leading to its page.
import { Link } from 'react-router';

import { Tag } from '../../parts/tags';
import { useRuleNames } from '../../queries/use_rule_names';
import type { TrafficRequest } from '../../queries/use_traffic';
import { useWords } from '../../words';

export function RequestHits({ request }: { request: TrafficRequest }) {
  const said = useWords().traffic;
  const ruleName = useRuleNames();
  if (request.failed) return <Tag tone="warning">{said.failed}</Tag>;
  if (request.reminders.length === 0) return <span className="soft">{said.none}</span>;
  // A rule that reminded several times is said once; its page leads to the others.
  const times = (rule: number) => request.reminders.filter(({ rule_no }) => rule_no === rule).length;
  return request.reminders
    .filter((one, index, all) => all.findIndex(({ rule_no }) => rule_no === one.rule_no) === index)
    .map((one, index) => (
      <span key={one.jr_id}>
        {index > 0 && ' · '}
        <Link to={`/traffic/${encodeURIComponent(one.jr_id)}`}>
          {one.rule_no} <span className="foreign">{ruleName(one.rule_no) || one.rule_name}</span>
          {times(one.rule_no) > 1 && ` ×${times(one.rule_no)}`}
        </Link>
      </span>
    ));
}
