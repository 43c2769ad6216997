// Whose data one sees.
import { EnvironmentOutlined } from '@ant-design/icons';

import { useInstitutionName } from '../queries/use_institution_name';
import { useSelf } from '../session/session';
import { useWords } from '../words';

export function ScopeMark() {
  const words = useWords();
  const { regions, institutions } = useSelf();
  const own = useInstitutionName(institutions.length === 1 ? institutions[0] : undefined);
  const parts: string[] = [];
  if (regions.includes('')) parts.push(words.shell.nation);
  else if (regions.length > 0) parts.push(words.shell.regions(regions.join(' ')));
  if (institutions.length === 1) parts.push(own);
  else if (institutions.length > 1) parts.push(words.shell.institutions(institutions.length));
  return (
    <p className="scope-mark" title={[...regions.filter(Boolean), ...institutions].join(' ')}>
      <EnvironmentOutlined aria-hidden />
      <span className="unseen">{words.shell.scope}</span>
      <span>{parts.join(' + ')}</span>
    </p>
  );
}
