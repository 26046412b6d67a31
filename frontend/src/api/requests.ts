/** The calls about requests for information. */
import { get, post } from './client.ts';
import type { Ground, Request, RequestForm, RequestList, RequestPage } from './types-requests.ts';

const of = (id: string, act: string): string => `/requests/${encodeURIComponent(id)}/${act}`;

export const listRequests = (signal?: AbortSignal): Promise<RequestList> => get('/requests', {}, signal);
export const readRequest = (id: string, signal?: AbortSignal): Promise<RequestPage> => get(`/requests/${encodeURIComponent(id)}`, {}, signal);
export const writeRequest = (form: RequestForm): Promise<Request> => post('/requests', form);
export const sendRequest = (id: string): Promise<Request> => post(of(id, 'send'), {});
export const withdrawRequest = (id: string, reason: string): Promise<Request> => post(of(id, 'withdraw'), { reason });
export const proposeAnswer = (id: string, entities: readonly string[], verified: string): Promise<RequestPage> =>
  post(of(id, 'proposal'), { entities, verified });
export const approveAnswer = (id: string, proposedAt: string): Promise<RequestPage> => post(of(id, 'approve'), { proposed_at: proposedAt });
export const answerRequest = (id: string, reason: string): Promise<Request> => post(of(id, 'answer'), { reason });
export const refuseRequest = (id: string, ground: Ground, reason: string): Promise<Request> => post(of(id, 'refuse'), { ground, reason });
export const awaitConsent = (id: string, reason: string): Promise<Request> => post(of(id, 'await-consent'), { reason });
