import { useMemo, type ReactNode } from 'react';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { applicationInput, deploymentInput, deploymentKey, type Application } from '@/contract';
import { idWarnings } from '@/contract/id-warnings';
import { trimInvisible } from '@/contract/text';
import { useWhyNot } from '@/common/grants';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { showSuccess, showToast } from '@/components/ui/toast';
import { scrollWithin } from '@/lib/scroll-within';
import { counted } from '@/lib/grouped';
import { saveNew, type NewDeployment } from '../api/import';
import { EnvironmentField } from '../editing/environment-field';
import { checkRule } from '../editing/form-errors';
import { deploymentsByKey } from '../editing/last-cancellations';
import { FormFrame } from '../editing/form-frame';
import { useSave } from '../editing/use-save';
import { useFirstPlace } from '../editing/use-why-not-save';
import type { FoundPair } from './find-ids';
import { PairRow } from './pair-row';

interface Values {
  /** One for each pair; those without a name are not saved. */
  deployments: NewDeployment[];
  /** Those of the pairs that are not saved yet. */
  applications: { applicationId: string; name: string }[];
  environment: string;
}

const isNamed = ({ name }: NewDeployment) => trimInvisible(name) !== '';

/** Asks for the names of the deployments that were found in a text, and saves those that got one. */
export function FoundPairsForm({
  pairs,
  applications,
  above,
  below,
  onSelect,
  onClose,
}: {
  pairs: readonly FoundPair[];
  applications: Application[];
  /** Notices above and below the pairs. */
  above: ReactNode;
  below: ReactNode;
  onSelect: (keys: ReadonlySet<string>) => void;
  onClose: () => void;
}) {
  const applicationIds = [...new Set(pairs.map(({ applicationId }) => applicationId))];
  const savedByKey = useMemo(() => deploymentsByKey(applications), [applications]);
  const isNewApplication = (id: string) => !applications.some(({ applicationId }) => applicationId === id);
  const warningsOf = useMemo(() => idWarnings(applications), [applications]);
  const saved = pairs.filter((pair) => savedByKey.has(deploymentKey(pair)));
  const firstFresh = pairs.findIndex((pair) => !savedByKey.has(deploymentKey(pair)));

  const { register, control, handleSubmit, formState } = useForm<Values>({
    reValidateMode: 'onSubmit',
    defaultValues: {
      deployments: pairs.map(({ applicationId, deploymentId }) => ({
        applicationId,
        deploymentId,
        name: '',
      })),
      applications: applicationIds
        .filter(isNewApplication)
        .map((applicationId) => ({ applicationId, name: '' })),
      environment: useFirstPlace(applications, pairs[0]?.applicationId).environment,
    },
  });
  const { errors } = formState;
  const named = useWatch({ control, name: 'deployments' }).filter(isNamed);
  const environment = useWatch({ control, name: 'environment' });
  const { whyNot } = useWhyNot();
  const whyNotOf = ({ applicationId }: { applicationId: string }) =>
    (isNewApplication(applicationId)
      ? whyNot('save', { applicationId }, 'save a new application')
      : undefined) ?? whyNot('save', { applicationId, environment, tags: [] }, 'save all of these here');
  const save = useSave((values: Values) =>
    saveNew(
      values.deployments.filter(isNamed),
      values.environment,
      Object.fromEntries(values.applications.map(({ applicationId, name }) => [applicationId, name])),
      applications,
    ),
  );

  function submit(values: Values) {
    const count = values.deployments.filter(isNamed).length;
    if (count === 0) return;
    save.mutate(values, {
      onSuccess: ({ added }) => {
        showSaved(added.filter(({ deploymentId }) => deploymentId !== null).length, count);
        onClose();
      },
    });
  }

  return (
    <FormFrame
      isSaving={save.isPending}
      submitLabel={named.length > 1 ? `Save ${named.length} deployments` : 'Save deployment'}
      canSave={firstFresh >= 0}
      whyNot={named.map(whyNotOf).find((reason) => reason !== undefined)}
      error={save.error}
      onSubmit={() => void handleSubmit(submit)()}
    >
      {above}
      {/* After a paste the keyboard goes on in the first name. */}
      <div ref={focusFirstInput} className="space-y-4">
        {applicationIds.map((id) => {
          const place = applicationIds.filter(isNewApplication).indexOf(id);
          return (
            <div key={id} className="space-y-2">
              {place >= 0 && (
                <Field
                  label={`Name of the new application ${id}`}
                  error={errors.applications?.[place]?.name?.message}
                >
                  <Input
                    {...register(`applications.${place}.name`, {
                      validate: (name, { deployments }) =>
                        !deployments.some((one) => isNamed(one) && one.applicationId === id) ||
                        checkRule(`The name of application ${id}`, applicationInput.shape.name, name),
                    })}
                  />
                </Field>
              )}
              <ul
                aria-label={`Deployments found of application ${id}`}
                className="divide-y divide-line rounded-lg border border-line"
              >
                {pairs.map((pair, index) =>
                  pair.applicationId === id ? (
                    <PairRow
                      key={deploymentKey(pair)}
                      pair={pair}
                      savedAs={savedByKey.get(deploymentKey(pair))?.name}
                      warnings={[
                        ...warningsOf.application(id).map((text) => `The application ID ${text}.`),
                        ...warningsOf
                          .deployment(pair.deploymentId)
                          .map((text) => `The deployment ID ${text}.`),
                      ]}
                      isRefused={!savedByKey.has(deploymentKey(pair)) && whyNotOf(pair) !== undefined}
                      onFollow={onClose}
                      field={register(`deployments.${index}.name`, {
                        validate: (name, { deployments }) =>
                          trimInvisible(name) === ''
                            ? index !== firstFresh ||
                              deployments.some(isNamed) ||
                              'Give at least one deployment a name.'
                            : checkRule('The name', deploymentInput.shape.name, name),
                      })}
                      error={errors.deployments?.[index]?.name?.message}
                    />
                  ) : null,
                )}
              </ul>
            </div>
          );
        })}
      </div>
      {below}
      {saved.length > 0 && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-soft">
          <span>{saved.length === 1 ? '1 of them is saved.' : `${saved.length} of them are saved.`}</span>
          <Button
            size="sm"
            onClick={() => {
              onSelect(new Set(saved.map(deploymentKey)));
              onClose();
            }}
          >
            Select these
          </Button>
        </p>
      )}
      {firstFresh >= 0 && (
        <Controller
          control={control}
          name="environment"
          rules={{
            validate: (name) => checkRule('The environment', deploymentInput.shape.environment, name),
          }}
          render={({ field, fieldState }) => (
            <EnvironmentField
              value={field.value}
              onChange={field.onChange}
              error={fieldState.error?.message}
            />
          )}
        />
      )}
    </FormFrame>
  );
}

/** Deployments that a colleague has saved meanwhile stay as they are. */
function showSaved(done: number, wanted: number): void {
  const many = counted(wanted, 'deployment');
  if (done === wanted) showSuccess('pasted', `Saved ${many}.`);
  else
    showToast('pasted', {
      role: 'alert',
      tone: 'warning',
      title: `Saved ${done} of ${many}.`,
      details: [
        'Somebody else saved the others in the meantime. They were not changed: check their names and environments.',
      ],
      duration: null,
    });
}

function focusFirstInput(list: HTMLElement | null): void {
  const input = list?.querySelector('input');
  if (!input) return;
  input.focus({ preventScroll: true });
  scrollWithin(input);
}
