import { http, HttpResponse } from 'msw';
import {
  applicationInput,
  deploymentInput,
  editRequest,
  importRequest,
  paths,
  savedListFile,
  type Application,
  type EditedDeployment,
  type EditResult,
  type ImportResult,
} from '@/contract';
import type { z } from '@/contract/zod';
import { makeApplication, makeDeployment, makeProblem } from './factories';
import { answerProblem, server } from './handlers';

interface Put {
  path: string;
  onlyNew: boolean;
  body: unknown;
}

/** A console that keeps a list in memory and records what was put. */
export function savedList(items: Application[]) {
  const puts: Put[] = [];
  const record = async <T>(request: Request, schema: z.ZodMiniType<T>) => {
    const body = schema.parse(await request.json());
    const onlyNew = request.headers.get('if-none-match') === '*';
    puts.push({ path: new URL(request.url).pathname, onlyNew, body });
    return body;
  };
  server.use(
    http.get(paths.applications, () => HttpResponse.json({ items })),
    http.put(paths.application(':app'), async ({ request, params }) => {
      const { name } = await record(request, applicationInput);
      const saved = makeApplication({ applicationId: String(params['app']), name, deployments: [] });
      items = [...items.filter((one) => one.applicationId !== saved.applicationId), saved];
      return HttpResponse.json(saved, { status: 201 });
    }),
    http.put(paths.deployment(':app', ':item'), async ({ request, params }) => {
      const body = await record(request, deploymentInput);
      const saved = makeDeployment({
        ...body,
        tags: body.tags ?? [],
        note: body.note ?? null,
        applicationId: String(params['app']),
        deploymentId: String(params['item']),
      });
      items = items.map((one) =>
        one.applicationId === saved.applicationId
          ? {
              ...one,
              deployments: [
                ...one.deployments.filter((other) => other.deploymentId !== saved.deploymentId),
                saved,
              ],
            }
          : one,
      );
      return HttpResponse.json(saved, { status: 201 });
    }),
    http.post(paths.editApplications, async ({ request }) => {
      const { targets, change, seen } = await record(request, editRequest);
      const isTarget = ({ deploymentId }: { deploymentId: string }) =>
        targets.some((one) => one.deploymentId === deploymentId);
      const saved = items.flatMap((one) => one.deployments).find(isTarget);
      if (seen?.name !== undefined && seen.name !== saved?.name) {
        puts.pop();
        return answerProblem(makeProblem('conflict'));
      }
      const edited: EditedDeployment[] = [];
      items = items.map((application) => ({
        ...application,
        deployments: application.deployments.map((one) => {
          if (!isTarget(one) || change.remove === true) return one;
          const { addTags = [], removeTags = [], name, environment = one.environment, note } = change;
          const tags = [...one.tags.filter((tag) => !removeTags.includes(tag)), ...addTags];
          const after = { environment, tags, ...(name !== undefined && { name }) };
          const { applicationId, deploymentId, lastCancellation: _, ...before } = one;
          edited.push({ applicationId, deploymentId, before, after });
          return { ...one, ...after, ...(note !== undefined && { note }) };
        }),
      }));
      return HttpResponse.json<EditResult>({ items: edited });
    }),
    http.post(paths.importApplications, async ({ request }) => {
      const { content, ...rest } = importRequest.parse(await request.json());
      const file = savedListFile.parse(JSON.parse(content));
      puts.push({ path: paths.importApplications, onlyNew: rest.onConflict === 'keep', body: file });
      items = [
        ...items,
        ...file.applications.map(({ deployments, ...application }) =>
          makeApplication({
            ...application,
            deployments: deployments.map(({ tags = [], note = null, ...one }) =>
              makeDeployment({ ...one, tags, note, applicationId: application.applicationId }),
            ),
          }),
        ),
      ];
      return HttpResponse.json<ImportResult>({
        mode: rest.mode,
        format: 'json',
        previewHash: '',
        added: [],
        changed: [],
        unchanged: 0,
        warnings: [],
        conflicts: [],
      });
    }),
    http.delete(paths.application(':app'), ({ params }) => {
      const removed = items.find((one) => one.applicationId === params['app']);
      items = items.filter((one) => one !== removed);
      return HttpResponse.json(removed);
    }),
    http.delete(paths.deployment(':app', ':item'), ({ params }) => {
      const removed = items
        .flatMap((one) => one.deployments)
        .find((one) => one.deploymentId === params['item']);
      items = items.map((one) => ({
        ...one,
        deployments: one.deployments.filter((item) => item !== removed),
      }));
      return HttpResponse.json(removed);
    }),
  );
  return puts;
}

export const two = [
  makeApplication({
    deployments: [
      makeDeployment({ note: 'Call Jo first.\nThen Al.', tags: ['clinic', 'north'] }),
      makeDeployment({ deploymentId: '0002002', name: 'Recall', environment: 'production', tags: [] }),
    ],
  }),
  makeApplication({
    applicationId: '102',
    name: 'Surveys',
    deployments: [
      makeDeployment({ applicationId: '102', deploymentId: '3001', name: 'Exit poll', tags: ['Clinic'] }),
    ],
  }),
];

/** An application with four deployments, the first of them with tags. */
export const four = makeApplication({
  deployments: ['Spring', 'Recall', 'Exit poll', 'Storm'].map((name, index) =>
    makeDeployment({
      name,
      deploymentId: String(2001 + index),
      tags: index === 0 ? ['clinic', 'north'] : [],
    }),
  ),
});
