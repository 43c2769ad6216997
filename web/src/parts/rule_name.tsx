// A rule by number and name, leading to its page.
import { Link } from 'react-router';

import { pages } from '../routes';

export function RuleName({ number, name }: { number: number; name: string }) {
  const content = (
    <span className="rule-name">
      <span className="rule-no">{number}</span>
      <span className="foreign">{name}</span>
    </span>
  );
  return pages.some((page) => page.name === 'rules') ? <Link to={`/rules/${number}`}>{content}</Link> : content;
}
