import { Button } from 'antd';
import { useState } from 'react';

import { BlockSkeleton, EmptyState, ErrorState } from '../../parts/states';
import type { Rule } from '../../queries/use_rule';
import { useRulesSql } from '../../queries/use_rules_sql';
import { useWords } from '../../words';
import { CodeBlock } from './code_block';

export function RuleSql({ rule }: { rule: Rule }) {
  const words = useWords();
  const said = words.rules;
  const [common, setCommon] = useState(false);
  const query = useRulesSql(common);
  if (rule.sql === null) return <EmptyState title={said.noSql} />;
  return (
    <>
      <p className="hint">{said.sqlLead}</p>
      <CodeBlock title={said.views.sql} text={rule.sql} />
      {!common && <Button onClick={() => setCommon(true)}>{said.common}</Button>}
      {common && query.isPending && <BlockSkeleton height={300} />}
      {common && query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && (
        <>
          <CodeBlock title={said.common} text={query.data.common_ground} />
          <CodeBlock title={said.stays} text={query.data.stays} />
        </>
      )}
    </>
  );
}
