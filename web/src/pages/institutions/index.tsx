// Institutions: all of them, and one.
import { useParams } from 'react-router';

import { InstitutionDetail } from './institution_detail';
import { InstitutionList } from './institution_list';

export default function Institutions() {
  const { code } = useParams();
  return code === undefined ? <InstitutionList /> : <InstitutionDetail key={code} code={code} />;
}
