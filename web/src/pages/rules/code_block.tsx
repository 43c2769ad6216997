import { CopyOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';

import { Section } from '../../parts/page_frame';
import { useWords } from '../../words';

/** A text that is read and copied as it is. */
export function CodeBlock({ title, text }: { title: string; text: string }) {
  const words = useWords();
  const { message } = App.useApp();
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => message.success(words.common.copied),
      () => message.error(words.common.states.failed),
    );
  return (
    <Section
      title={title}
      extra={
        <Button className="no-print" size="small" icon={<CopyOutlined />} onClick={copy}>
          {words.common.copy}
        </Button>
      }
    >
      <Pre label={title} text={text} />
    </Section>
  );
}

export function Pre({ label, text }: { label: string; text: string }) {
  return (
    // A long one scrolls by itself, also by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className="rule-pre" role="region" aria-label={label} tabIndex={0}>
      {text}
    </pre>
  );
}
