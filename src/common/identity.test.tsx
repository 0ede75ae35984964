import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { makeApplication, makeDeployment } from '../testing/factories';
import { identityOf, identityText } from './identity';
import { IdentityLines, identityIds, identityTitle } from './identity-lines';

const identity = identityOf(
  makeApplication({ applicationId: '20481', name: 'Billing and payments' }),
  makeDeployment({ deploymentId: '310274', name: 'Payment reminders', environment: 'production' }),
);

it('names environment, deployment, application and both IDs', () => {
  expect(identityTitle(identity)).toBe('Production · Payment reminders');
  expect(identityIds(identity)).toBe('ID 310274 · Billing and payments 20481');
  expect(identityText(identity)).toBe('Payment reminders, Production, ID 310274, Billing and payments 20481');
});

it('stands in two lines', () => {
  render(<IdentityLines identity={identity} />);
  expect(screen.getByText('Production · Payment reminders')).toBeInTheDocument();
  expect(screen.getByText('ID 310274 · Billing and payments 20481')).toBeInTheDocument();
});

it('keeps names written from right to left apart from the IDs beside them', () => {
  const hebrew = { ...identity, deploymentName: 'שלום', applicationName: 'חיוב' };
  expect(identityIds(hebrew)).toBe('ID 310274 · \u2068חיוב\u2069 20481');
  expect(identityTitle(hebrew)).toBe('Production · \u2068שלום\u2069');
});
