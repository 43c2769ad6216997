// Who is who in what became of a finding. Nobody may read all accounts but administrators and auditors; yet who may assign sees to
// whom, and who may judge sees who looked. Whom none of these knows is the office that alone can take the step.
import { useCallback } from 'react';

import { useAccountNames } from '../../queries/use_account_names';
import { useAssignees } from '../../queries/use_assignees';
import { useFindingViews } from '../../queries/use_finding_views';
import { useMay, useSelf } from '../../session/session';
import { useWords } from '../../words';

export function usePeople(finding: string): (id: string, step?: string) => string {
  const words = useWords();
  const self = useSelf();
  const may = useMay();
  const assignees = useAssignees(may('assign_findings') ? finding : undefined);
  const views = useFindingViews(finding, may('judge_findings'));
  const accounts = useAccountNames(may('read_accounts'));
  const said = words.findings.detail;
  return useCallback(
    (id, step) => {
      if (id === '') return said.system;
      if (id === self.account_id) return self.display_name || self.login;
      const named = [...(assignees.data?.items ?? []), ...(accounts.data?.items ?? [])].find((one) => one.account_id === id);
      if (named !== undefined) return named.display_name || named.login;
      const seen = views.data?.items.find((one) => one.account_id === id);
      if (seen !== undefined) return seen.login;
      return step === undefined ? id : step === 'answer' ? said.theInstitution : said.theBureau;
    },
    [self, assignees.data, accounts.data, views.data, said],
  );
}
