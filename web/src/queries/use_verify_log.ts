import { useMutation } from '@tanstack/react-query';

import type { paths } from '../api/schema';
import { answered, api } from '../api/client';

export type LogVerdict = paths['/v1/log/verification']['get']['responses'][200]['content']['application/json'];

/** Proves the chain when asked to: it takes a while, and is recorded. */
export const useVerifyLog = () => useMutation({ mutationFn: () => answered(api.GET('/v1/log/verification')) });
