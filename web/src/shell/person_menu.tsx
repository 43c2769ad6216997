// Who is signed in, and the ways out.
import { UserOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Modal } from 'antd';
import { useState } from 'react';

import { ProblemError } from '../api/problem';
import { useProblemText } from '../parts/use_problem_text';
import { PasswordForm } from '../session/password_form';
import { useSelf, useSession } from '../session/session';
import { useWords } from '../words';

export function PersonMenu({ onTour }: { onTour: () => void }) {
  const words = useWords();
  const problemText = useProblemText();
  const { message } = App.useApp();
  const self = useSelf();
  const { signOut } = useSession();
  const [changing, setChanging] = useState(false);

  const leave = async (everywhere: boolean) => {
    try {
      await signOut(everywhere);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      void message.error(problemText(error));
    }
  };

  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'who', label: `${self.login} · ${words.shell.roles[self.role]}`, disabled: true },
            { type: 'divider' },
            { key: 'tour', label: words.tour.title },
            { key: 'password', label: words.session.changePassword },
            { key: 'api', label: <a href="/docs/api">{words.shell.api}</a> },
            { type: 'divider' },
            { key: 'out', label: words.session.signOut },
            { key: 'everywhere', label: words.session.signOutEverywhere },
          ],
          onClick: ({ key }) => {
            if (key === 'tour') onTour();
            if (key === 'password') setChanging(true);
            if (key === 'out') void leave(false);
            if (key === 'everywhere') void leave(true);
          },
        }}
      >
        <Button type="text" icon={<UserOutlined />} aria-label={`${words.shell.person}: ${self.display_name}`}>
          <span className="person-name foreign">{self.display_name}</span>
        </Button>
      </Dropdown>
      <Modal
        open={changing}
        title={words.session.changePassword}
        footer={null}
        width={420}
        destroyOnHidden
        onCancel={() => setChanging(false)}
      >
        <PasswordForm given={false} />
      </Modal>
    </>
  );
}
