import { Button } from 'antd';
import { useNavigate } from 'react-router';

import { useMay } from '../../session/session';
import { useWords } from '../../words';

export function KnowledgeActions({ at }: { at: 'search' | 'batches' }) {
  const words = useWords();
  const said = words.knowledge;
  const may = useMay();
  const navigate = useNavigate();
  const other = at === 'search' ? 'batches' : 'search';
  return (
    <>
      <Button onClick={() => void navigate(at === 'search' ? '/knowledge/batches' : '/knowledge')}>{said.views[other]}</Button>
      {may('change_rules') && (
        <Button type="primary" onClick={() => void navigate('/knowledge/import')}>
          {said.import}
        </Button>
      )}
    </>
  );
}
